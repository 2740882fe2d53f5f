// glibc declares wcwidth only when asked for its extensions.
#define _GNU_SOURCE
#include "CLibEdit.h"

const unsigned char cle_key_done = CC_NORM;
const unsigned char cle_key_refresh = CC_REFRESH;
const unsigned char cle_key_end = CC_EOF;
const unsigned char cle_key_error = CC_ERROR;

FILE *cle_standard_input(void) { return stdin; }
FILE *cle_standard_output(void) { return stdout; }
FILE *cle_standard_error(void) { return stderr; }

int cle_character_columns(wchar_t character) { return wcwidth(character); }

void cle_set_client_data(EditLine *editor, void *data) {
    el_set(editor, EL_CLIENTDATA, data);
}

void *cle_client_data(EditLine *editor) {
    void *data = NULL;
    el_get(editor, EL_CLIENTDATA, &data);
    return data;
}

int cle_set_prompt(EditLine *editor, cle_prompt_function prompt, wchar_t escape_marker) {
    return el_wset(editor, EL_PROMPT_ESC, prompt, escape_marker);
}

int cle_set_reader(EditLine *editor, cle_read_function reader) {
    return el_wset(editor, EL_GETCFN, reader);
}

int cle_set_keymap(EditLine *editor, const char *name) {
    return el_set(editor, EL_EDITOR, name);
}

int cle_set_terminal_type(EditLine *editor, const char *name) {
    return el_set(editor, EL_TERMINAL, name);
}

int cle_set_signal_handling(EditLine *editor, int enabled) {
    return el_set(editor, EL_SIGNAL, enabled);
}

int cle_set_editing_mode_flag(EditLine *editor, const char *flag) {
    return el_set(editor, EL_SETTY, "-d", flag, NULL);
}

int cle_prepare_terminal(EditLine *editor, int raw) {
    return el_set(editor, EL_PREP_TERM, raw);
}

int cle_add_function(
    EditLine *editor, const char *name, const char *summary, cle_key_function function) {
    return el_set(editor, EL_ADDFN, name, summary, function);
}

int cle_bind(EditLine *editor, const char *key, const char *function) {
    return el_set(editor, EL_BIND, key, function, NULL);
}

int cle_bind_alternate(EditLine *editor, const char *key, const char *function) {
    return el_set(editor, EL_BIND, "-a", key, function, NULL);
}

int cle_refresh(EditLine *editor) {
    return el_set(editor, EL_REFRESH);
}

int cle_use_history(EditLine *editor, HistoryW *history) {
    return el_wset(editor, EL_HIST, history_w, history);
}

int cle_history_set_size(HistoryW *history, int entries) {
    HistEventW event;
    return history_w(history, &event, H_SETSIZE, entries);
}

int cle_history_set_unique(HistoryW *history, int unique) {
    HistEventW event;
    return history_w(history, &event, H_SETUNIQUE, unique);
}

int cle_history_enter(HistoryW *history, const wchar_t *entry) {
    HistEventW event;
    return history_w(history, &event, H_ENTER, entry);
}
