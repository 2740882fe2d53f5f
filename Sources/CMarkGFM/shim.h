#ifndef ROUTELINGS_CMARKGFM_H
#define ROUTELINGS_CMARKGFM_H

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>

#endif
