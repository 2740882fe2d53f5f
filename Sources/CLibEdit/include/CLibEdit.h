// libedit configures itself through variadic functions, which Swift cannot call. Each function
// here is one of those calls with its arguments spelled out; there is no behaviour of its own.

#ifndef ROUTELINGS_CLIBEDIT_H
#define ROUTELINGS_CLIBEDIT_H

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

typedef wchar_t *(*cle_prompt_function)(EditLine *);
typedef int (*cle_read_function)(EditLine *, wchar_t *);
typedef unsigned char (*cle_key_function)(EditLine *, int);

// What a key function tells libedit to do next (the CC_ values of histedit.h).
extern const unsigned char cle_key_done;
extern const unsigned char cle_key_refresh;
extern const unsigned char cle_key_end;
extern const unsigned char cle_key_error;

FILE *cle_standard_input(void);
FILE *cle_standard_output(void);
FILE *cle_standard_error(void);

// The columns that libedit reckons for a character: wcwidth under the thread's locale.
int cle_character_columns(wchar_t character);

void cle_set_client_data(EditLine *editor, void *data);
void *cle_client_data(EditLine *editor);

int cle_set_prompt(EditLine *editor, cle_prompt_function prompt, wchar_t escape_marker);
int cle_set_reader(EditLine *editor, cle_read_function reader);
int cle_set_keymap(EditLine *editor, const char *name);
int cle_set_terminal_type(EditLine *editor, const char *name);
int cle_set_signal_handling(EditLine *editor, int enabled);
int cle_set_editing_mode_flag(EditLine *editor, const char *flag);
int cle_prepare_terminal(EditLine *editor, int raw);
int cle_add_function(
    EditLine *editor, const char *name, const char *summary, cle_key_function function);
int cle_bind(EditLine *editor, const char *key, const char *function);
int cle_bind_alternate(EditLine *editor, const char *key, const char *function);
int cle_refresh(EditLine *editor);

int cle_use_history(EditLine *editor, HistoryW *history);
int cle_history_set_size(HistoryW *history, int entries);
int cle_history_set_unique(HistoryW *history, int unique);
int cle_history_enter(HistoryW *history, const wchar_t *entry);

#endif
