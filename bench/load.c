/* A load generator for chat servers: one process, one thread, epoll, no dependency.
 *
 * Every connection follows one room; the first S connections of each room send. The first words of each message spell
 * who sent it and its number, so every receiver can tell what is lost, doubled or late, and how long it took. The
 * server's CPU time, memory and time spent waiting for a core are read from /proc.
 *
 * Three dialects: sohva (our own), bare (text frames, everything goes to everybody in the room), socketio (version 4).
 * Input: a file with a line "cookie<TAB>room" per connection, or none. Output: one JSON object.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { SOHVA, BARE, SOCKETIO };
enum { UNBORN, CONNECTING, SHAKING, JOINING, READY, AWAY, GONE };

#define READ_AT_ONCE 262144
#define BUCKETS 2048
#define IN_FLIGHT 1024          /* most messages of one sender whose send times are kept */
#define WORDS 6                 /* two for the sender, four for the number: six bits each */
#define MARK (WORDS * 5)
#define FOLLOW_ID "follow"

typedef struct { uint32_t next, received; uint64_t window; } Seen; /* window: bit i is set when next-1-i has come */

typedef struct {
    char id[40];
    uint64_t head;              /* the highest number that was acknowledged */
    int people, senders;
} Room;

typedef struct {
    int fd, state, room, sender, seat; /* sender: among all, seat: in its room; -1 for readers */
    char cookie[200];
    char *rest, *out;
    size_t rest_len, rest_size, out_len, out_sent, out_size;
    uint32_t sent, answered, accepted;
    uint64_t *sent_at, last_seq;
    Seen *seen;                 /* by the sender's seat */
    bool is_back;
} Conn;

typedef struct { uint64_t n, max; uint64_t bucket[BUCKETS]; } Hist;

static int dialect = SOHVA, connections = 100, senders = 1, inflight = 1, text_size = 200, port = 8000, server_pid = 0;
static int handshakes = 100, comeback = 0, rooms = 1, spin = 1;
static double seconds = 5, rate = 0, warmup = 1, settle = 0;
static const char *host = "127.0.0.1", *path = "/socket", *people = NULL;
static Conn *conns, **by_sender;
static Room *room_list;
static int sender_count, epoll_fd, timer_fd, opened, ready, failed, closed_early;
static Hist ack_time, delivery_time;
static uint64_t acked, delivered, refused, doubled, late, gaps, unreadable, errors_shown, wakes;
static bool measuring, stopping, is_killed;
static int back;
static uint32_t seed = 12345, mark_multiplier;
static uint8_t mark_of[4096];
static char shared[READ_AT_ONCE + 65536 + 16];

/* Ordinary words of four letters: sixty-four of them spell numbers, and no filter minds them. */
static const char *mark_words[64] = {
    "ball", "barn", "bath", "bell", "bird", "boat", "book", "bowl", "cave", "cake", "cart", "chin", "city", "clay",
    "coat", "corn", "crow", "dawn", "deer", "desk", "dish", "door", "drum", "dusk", "east", "farm", "fern", "fish",
    "flag", "foam", "fork", "frog", "gate", "glow", "goat", "gold", "hall", "harp", "hill", "home", "iron", "jade",
    "kite", "lake", "lamp", "leaf", "lime", "lily", "loaf", "lamb", "maps", "milk", "mint", "moon", "moss", "nest",
    "node", "oven", "park", "path", "pear", "pine", "pond", "rain"};
static const char *fill_words[] = {"today", "walked", "morning", "quiet", "window", "garden", "better", "again", "slowly",
    "music", "friend", "river", "winter", "light", "small", "steps", "kitchen", "letter", "blanket", "coffee", "sister",
    "evening", "street", "soup", "talked", "listened", "breathing", "hours", "later", "yesterday", "tomorrow", "warm",
    "cold", "tired", "rested", "bicycle", "paper", "autumn", "laughed", "train", "neighbour", "bakery", "cloudy", "song"};

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + t.tv_nsec;
}

static uint32_t chance(void) { seed ^= seed << 13; seed ^= seed >> 17; seed ^= seed << 5; return seed; }

static void die(const char *what) { fprintf(stderr, "load: %s: %s\n", what, strerror(errno)); exit(2); }

/* Each bucket is 1/64 of a power of two of microseconds. */
static void hist_add(Hist *h, uint64_t ns) {
    uint64_t us = ns / 1000;
    int exponent = us ? 63 - __builtin_clzll(us) : 0;
    int index = exponent * 64 + (int)((us << 6 >> exponent) & 63);
    h->bucket[index < BUCKETS ? index : BUCKETS - 1]++;
    h->n++;
    if (ns > h->max) h->max = ns;
}

static double hist_at(const Hist *h, double part) {
    uint64_t wanted = (uint64_t)(h->n * part), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += h->bucket[i];
        if (seen > wanted) return (double)(1ull << (i / 64)) * (1 + (i % 64 + 0.5) / 64.0);
    }
    return 0;
}

/* what the server uses */

typedef struct { double cpu, waited; long kb; } Usage;

static Usage usage(void) {
    Usage u = {0, 0, 0};
    char name[300], line[256];
    if (!server_pid) return u;
    snprintf(name, sizeof name, "/proc/%d/task", server_pid);
    DIR *tasks = opendir(name);
    for (struct dirent *d; tasks && (d = readdir(tasks));) {
        unsigned long long ran = 0, waited = 0;
        snprintf(name, sizeof name, "/proc/%d/task/%s/schedstat", server_pid, d->d_name);
        FILE *f = d->d_name[0] == '.' ? NULL : fopen(name, "r");
        if (!f) continue;
        if (fscanf(f, "%llu %llu", &ran, &waited) == 2) { u.cpu += ran / 1e9; u.waited += waited / 1e9; }
        fclose(f);
    }
    if (tasks) closedir(tasks);
    snprintf(name, sizeof name, "/proc/%d/status", server_pid);
    FILE *f = fopen(name, "r");
    while (f && fgets(line, sizeof line, f)) sscanf(line, "VmRSS: %ld", &u.kb);
    if (f) fclose(f);
    return u;
}

/* bytes out */

static void watch(Conn *c) {
    struct epoll_event e = {.events = EPOLLIN | (c->out_len > c->out_sent ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

static void drop(Conn *c) {
    if (c->state >= AWAY) return;
    if (c->state < READY) failed++;
    else if (!stopping && !is_killed) closed_early++;
    c->state = comeback && is_killed ? AWAY : GONE;
    c->out_len = c->out_sent = c->rest_len = 0;
    close(c->fd);
}

static void flush_out(Conn *c) {
    while (c->out_sent < c->out_len) {
        ssize_t n = write(c->fd, c->out + c->out_sent, c->out_len - c->out_sent);
        if (n < 0 && errno == EAGAIN) { watch(c); return; }
        if (n < 0) { drop(c); return; }
        c->out_sent += n;
    }
    c->out_len = c->out_sent = 0;
}

static void put(Conn *c, const void *data, size_t n) {
    if (c->out_len + n > c->out_size) {
        c->out_size = (c->out_len + n) * 2;
        c->out = realloc(c->out, c->out_size);
    }
    memcpy(c->out + c->out_len, data, n);
    c->out_len += n;
}

static void put_frame(Conn *c, int opcode, const char *data, size_t n) {
    unsigned char head[14], mask[4] = {1, 2, 3, 4};
    size_t h = 2;
    head[0] = 0x80 | opcode;
    if (n < 126) head[1] = 0x80 | n;
    else { head[1] = 0x80 | 126; head[2] = n >> 8; head[3] = n; h = 4; }
    memcpy(head + h, mask, 4);
    put(c, head, h + 4);
    put(c, data, n);
    char *start = c->out + c->out_len - n;
    for (size_t i = 0; i < n; i++) start[i] ^= mask[i & 3];
}

/* marks */

static uint32_t word_at(const char *p) { uint32_t w; memcpy(&w, p, 4); return w; }

static void learn_marks(void) {
    for (mark_multiplier = 2654435761u;; mark_multiplier += 2) {
        int i = 0;
        memset(mark_of, 255, sizeof mark_of);
        for (; i < 64; i++) {
            uint8_t *slot = &mark_of[(word_at(mark_words[i]) * mark_multiplier) >> 20];
            if (*slot != 255) break;
            *slot = i;
        }
        if (i == 64) return;
    }
}

static char *put_mark(char *to, uint32_t sender, uint32_t number) {
    uint64_t value = (uint64_t)(sender & 4095) << 24 | (number & 0xffffff);
    for (int i = WORDS - 1; i >= 0; i--, to += 5) { memcpy(to, mark_words[value >> (6 * i) & 63], 4); to[4] = ' '; }
    return to;
}

static bool read_mark(const char *p, uint32_t *sender, uint32_t *number) {
    uint64_t value = 0;
    for (int i = 0; i < WORDS; i++, p += 5) {
        uint8_t digit = mark_of[(word_at(p) * mark_multiplier) >> 20];
        if (digit == 255 || word_at(mark_words[digit]) != word_at(p)) return false;
        value = value << 6 | digit;
    }
    *sender = value >> 24;
    *number = value & 0xffffff;
    return true;
}

static size_t make_text(char *to, Conn *c) {
    char *p = put_mark(to, c->sender, c->sent);
    for (;;) {
        const char *w = fill_words[chance() % (sizeof fill_words / sizeof *fill_words)];
        size_t k = strlen(w);
        if (p + k + 1 > to + text_size) break;
        memcpy(p, w, k);
        p[k] = ' ';
        p += k + 1;
    }
    *--p = 0;
    return p - to;
}

/* what is said */

static void send_message(Conn *c) {
    char text[4200], frame[5000];
    int k;
    make_text(text, c);
    if (dialect == SOHVA)
        k = snprintf(frame, sizeof frame,
            "{\"type\":\"message.post\",\"id\":\"%u\",\"room\":\"%s\",\"client_id\":\"%08x-0000-4000-8000-%06x%06x\","
            "\"insisted\":true,\"text\":\"%s\"}",
            c->sent, room_list[c->room].id, (unsigned)(getpid() * 2654435761u), c->sender & 0xffffff, c->sent & 0xffffff, text);
    else if (dialect == SOCKETIO)
        k = snprintf(frame, sizeof frame, "42%u[\"m\",{\"room\":\"%s\",\"text\":\"%s\"}]", c->sent, room_list[c->room].id, text);
    else
        k = snprintf(frame, sizeof frame, "%s", text);
    c->sent_at[c->sent % IN_FLIGHT] = now_ns();
    c->sent++;
    put_frame(c, 1, frame, k);
    flush_out(c);
}

static void answered(Conn *c, uint32_t number, bool ok) {
    c->answered++;
    if (ok) {
        c->accepted++;
        if (measuring) { acked++; hist_add(&ack_time, now_ns() - c->sent_at[number % IN_FLIGHT]); }
    }
    if (rate == 0 && !stopping && c->state == READY) send_message(c);
}

static void note_arrival(Seen *s, uint32_t number) {
    if (number >= s->next) {
        uint32_t ahead = number + 1 - s->next;
        s->window = ahead >= 64 ? 1 : s->window << ahead | 1;
        s->next = number + 1;
        s->received++;
        return;
    }
    uint32_t behind = s->next - 1 - number;
    uint64_t bit = behind < 64 ? 1ull << behind : 0;
    if (s->window & bit || !bit) { doubled++; return; }
    late++;
    s->window |= bit;
    s->received++;
}

static void saw_message(Conn *c, const char *data, size_t n) {
    const char *text = data;
    uint32_t number, who;
    if (dialect != BARE || data[0] == '{') {
        text = memmem(data, n, "\"text\":\"", 8);
        if (text) text += 8;
    }
    if (!text || text + MARK > data + n || !read_mark(text, &who, &number) || (int)who >= sender_count ||
        by_sender[who]->room != c->room) {
        if (!unreadable++) fprintf(stderr, "load: a message without its mark: %.300s\n", data);
        return;
    }
    Conn *from = by_sender[who];
    note_arrival(&c->seen[from->seat], number);
    if (measuring) { delivered++; hist_add(&delivery_time, now_ns() - from->sent_at[number % IN_FLIGHT]); }
    if (dialect == BARE && from == c) answered(c, number, true);
}

static void note_seq(Conn *c, const char *data, size_t n) {
    const char *p = memmem(data, n < 200 ? n : 200, "\"seq\":", 6);
    if (!p) return;
    uint64_t seq = strtoull(p + 6, NULL, 10);
    if (c->last_seq && seq != c->last_seq + 1) gaps++;
    if (seq > c->last_seq) c->last_seq = seq;
}

static void became_ready(Conn *c) { c->state = READY; ready++; }

static void check_back(Conn *c) {
    if (is_killed && !c->is_back && c->state == READY && c->last_seq >= room_list[c->room].head) { c->is_back = true; back++; }
}

static void saw_reply(Conn *c, char *data, size_t n) {
    char *id = strstr(data, "\"id\":\""), *seq;
    bool ok = strstr(data, "\"ok\":true") != NULL;
    if (!ok) { refused++; if (!errors_shown++) fprintf(stderr, "load: refused: %.300s\n", data); }
    if (id && !strncmp(id + 6, FOLLOW_ID, sizeof FOLLOW_ID - 1)) {
        if (ok) became_ready(c); else drop(c);
        return;
    }
    seq = ok ? memmem(data, n, "\"seq\":", 6) : NULL;
    if (seq && strtoull(seq + 6, NULL, 10) > room_list[c->room].head) room_list[c->room].head = strtoull(seq + 6, NULL, 10);
    if (id) answered(c, strtoul(id + 6, NULL, 10), ok);
}

static void saw_sohva(Conn *c, char *data, size_t n) {
    char ask[160];
    if (!strncmp(data, "{\"type\":\"message.posted\"", 24)) { note_seq(c, data, n); saw_message(c, data, n); check_back(c); }
    else if (!strncmp(data, "{\"type\":\"reply\"", 15)) { saw_reply(c, data, n); check_back(c); }
    else if (!strncmp(data, "{\"type\":\"hello\"", 15)) {
        const char *id = room_list[c->room].id;
        int k = is_killed
            ? snprintf(ask, sizeof ask, "{\"type\":\"room.resume\",\"id\":\"" FOLLOW_ID "\",\"room\":\"%s\",\"after\":%llu}", id, (unsigned long long)c->last_seq)
            : snprintf(ask, sizeof ask, "{\"type\":\"room.follow\",\"id\":\"" FOLLOW_ID "\",\"room\":\"%s\"}", id);
        put_frame(c, 1, ask, k);
        flush_out(c);
    }
}

static void saw_socketio(Conn *c, char *data, size_t n) {
    char join[128];
    if (data[0] == '0') put_frame(c, 1, "40", 2), flush_out(c);
    else if (data[0] == '2') put_frame(c, 1, "3", 1), flush_out(c);
    else if (!strncmp(data, "40", 2)) {
        put_frame(c, 1, join, snprintf(join, sizeof join, "42[\"join\",\"%s\"]", room_list[c->room].id));
        flush_out(c);
        became_ready(c);
    } else if (!strncmp(data, "43", 2)) answered(c, strtoul(data + 2, NULL, 10), true);
    else if (!strncmp(data, "42", 2)) saw_message(c, data, n);
}

static void saw_text(Conn *c, char *data, size_t n) {
    char kept = data[n];
    data[n] = 0;
    if (dialect == SOHVA) saw_sohva(c, data, n);
    else if (dialect == SOCKETIO) saw_socketio(c, data, n);
    else saw_message(c, data, n);
    data[n] = kept;
}

/* bytes in */

static size_t take_frames(Conn *c, char *data, size_t len) {
    size_t at = 0;
    while (c->state < AWAY && len - at >= 2) {
        unsigned char *p = (unsigned char *)data + at;
        size_t n = p[1] & 127, h = 2;
        if (n == 126) { if (len - at < 4) break; n = p[2] << 8 | p[3]; h = 4; }
        else if (n == 127) {
            if (len - at < 10) break;
            n = 0;
            for (int i = 0; i < 8; i++) n = n << 8 | p[2 + i];
            h = 10;
        }
        if (len - at < h + n) break;
        int opcode = p[0] & 15;
        at += h + n;
        if (opcode == 1 || opcode == 2) saw_text(c, data + at - n, n);
        else if (opcode == 9) put_frame(c, 10, data + at - n, n), flush_out(c);
        else if (opcode == 8) drop(c);
    }
    return at;
}

static size_t take_handshake(Conn *c, char *data, size_t len) {
    data[len] = 0;
    char *end = strstr(data, "\r\n\r\n");
    if (!end) return 0;
    if (strncmp(data, "HTTP/1.1 101", 12)) {
        if (!errors_shown++) fprintf(stderr, "load: handshake refused: %.120s\n", data);
        drop(c);
        return len;
    }
    c->state = JOINING;
    if (dialect == BARE) became_ready(c);
    return end + 4 - data;
}

static void keep_rest(Conn *c, const char *data, size_t n) {
    if (n > c->rest_size) { c->rest_size = n * 2; c->rest = realloc(c->rest, c->rest_size); }
    memcpy(c->rest, data, n);
    c->rest_len = n;
}

static void readable(Conn *c) {
    static char *buffer = shared;
    static size_t size = sizeof shared;
    if (c->rest_len + READ_AT_ONCE + 1 > size) {
        size = c->rest_len * 2 + READ_AT_ONCE + 1;
        buffer = buffer == shared ? malloc(size) : realloc(buffer, size);
    }
    if (c->rest_len) memcpy(buffer, c->rest, c->rest_len);
    ssize_t n = read(c->fd, buffer + c->rest_len, READ_AT_ONCE);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) { drop(c); return; }
    size_t len = c->rest_len + n, at = 0;
    c->rest_len = 0;
    if (c->state == SHAKING && !(at = take_handshake(c, buffer, len))) { keep_rest(c, buffer, len); return; }
    at += take_frames(c, buffer + at, len - at);
    if (c->state < AWAY && at < len) keep_rest(c, buffer + at, len - at);
}

static void shake(Conn *c) {
    char request[1024], where[200];
    snprintf(where, sizeof where, dialect == BARE ? "%s?room=%s" : "%s", path, room_list[c->room].id);
    int n = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s%s\r\n",
        where, host, port, dialect == SOHVA ? "Sec-WebSocket-Protocol: sohva.v1\r\n" : "",
        c->cookie[0] == '-' ? "" : "Cookie: ", c->cookie[0] == '-' ? "" : c->cookie, c->cookie[0] == '-' ? "" : "\r\n");
    c->state = SHAKING;
    put(c, request, n);
    flush_out(c);
    if (c->state < AWAY) watch(c);
}

static void begin_connect(Conn *c) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    int one = 1;
    inet_pton(AF_INET, host, &a.sin_addr);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) die("socket");
    c->state = CONNECTING;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c->fd, (struct sockaddr *)&a, sizeof a) < 0 && errno != EINPROGRESS) die("connect");
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
}

static void turn(int wait_ms) {
    struct epoll_event events[512];
    /* asleep, it would have to be woken at every delivery, and the server's core would pay for that */
    int n = epoll_wait(epoll_fd, events, 512, spin && senders ? 0 : wait_ms);
    for (int i = 0; i < n; i++) {
        Conn *c = events[i].data.ptr;
        if (!c) { if (read(timer_fd, &wakes, sizeof wakes) < 0) wakes = 0; continue; }
        if (c->state >= AWAY || c->state == UNBORN) continue;
        if (c->state == CONNECTING && events[i].events & (EPOLLERR | EPOLLHUP)) { drop(c); continue; }
        if (c->state == CONNECTING) { if (events[i].events & EPOLLOUT) shake(c); continue; }
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
        if (c->state < AWAY && events[i].events & EPOLLOUT) { flush_out(c); if (c->state < AWAY) watch(c); }
    }
}

/* a run */

static int room_number(const char *id, int known) {
    for (int r = known - 1; r >= 0; r--) if (!strcmp(room_list[r].id, id)) return r;
    snprintf(room_list[known].id, sizeof room_list[known].id, "%s", id);
    return known;
}

static void read_people(void) {
    FILE *f = people ? fopen(people, "r") : NULL;
    char line[512], id[40];
    int known = 0;
    if (people && !f) die(people);
    room_list = calloc(connections + 1, sizeof *room_list);
    for (int i = 0; i < connections; i++) {
        Conn *c = &conns[i];
        strcpy(c->cookie, "-");
        snprintf(id, sizeof id, "r%d", (int)((int64_t)i * rooms / connections));
        if (f && (!fgets(line, sizeof line, f) || sscanf(line, "%199[^\t]\t%39s", c->cookie, id) != 2)) {
            fprintf(stderr, "load: fewer people than connections\n");
            exit(2);
        }
        c->room = room_number(id, known);
        if (c->room == known) known++;
        Room *r = &room_list[c->room];
        r->people++;
        c->sender = c->seat = -1;
        if (r->senders < senders && sender_count < 4096) {
            c->seat = r->senders++;
            c->sender = sender_count++;
            by_sender[c->sender] = c;
            c->sent_at = calloc(IN_FLIGHT, sizeof(uint64_t));
        }
        if (senders) c->seen = calloc(senders, sizeof(Seen));
    }
    rooms = known;
    if (f) fclose(f);
}

static void connect_all(int wanted, double patience) {
    uint64_t until = now_ns() + (uint64_t)(patience * 1e9);
    while (ready + failed < wanted && now_ns() < until) {
        while (opened < wanted && opened - ready - failed < handshakes) begin_connect(&conns[opened++]);
        turn(10);
    }
}

static void send_due(double *next_at) {
    for (; sender_count && *next_at <= now_ns(); *next_at += 1e9 / rate)
        for (int tries = 0; tries < 100; tries++) {
            Conn *c = by_sender[chance() % sender_count];
            if (c->state == READY) { send_message(c); break; }
        }
    struct itimerspec due = {.it_value = {(time_t)(*next_at / 1e9), (long)((uint64_t)*next_at % 1000000000u)}};
    timerfd_settime(timer_fd, TFD_TIMER_ABSTIME, &due, NULL);
}

static void run_for(double how_long, double *next_at) {
    uint64_t until = now_ns() + (uint64_t)(how_long * 1e9);
    while (now_ns() < until) {
        if (rate > 0) send_due(next_at);
        turn(5);
    }
}

static uint64_t count_lost(uint64_t *unanswered) {
    uint64_t lost = 0;
    for (int i = 0; i < sender_count; i++) *unanswered += by_sender[i]->sent - by_sender[i]->answered;
    for (int j = 0; j < connections; j++)
        for (int i = 0; conns[j].state == READY && i < sender_count; i++)
            if (by_sender[i]->room == conns[j].room) {
                uint32_t received = conns[j].seen[by_sender[i]->seat].received;
                if (by_sender[i]->accepted > received) lost += by_sender[i]->accepted - received;
            }
    return lost;
}

/* The server has been killed under us and started again: everybody comes back at once and asks for what they missed. */
static void come_back(void) {
    char line[64];
    Usage before, after;
    is_killed = true;
    printf("{\"kill\":true}\n");
    fflush(stdout);
    int flags = fcntl(0, F_GETFL);
    fcntl(0, F_SETFL, flags | O_NONBLOCK);
    ssize_t n;
    while ((n = read(0, line, sizeof line - 1)) < 0) turn(5);
    line[n > 0 ? n : 0] = 0;
    server_pid = atoi(line);
    for (int i = 0; i < connections; i++) if (conns[i].state < AWAY) drop(&conns[i]);
    stopping = true;
    rate = 0;
    ready = failed = opened = 0;
    before = usage();
    uint64_t start = now_ns();
    connect_all(connections, 60);
    while (back < ready && now_ns() - start < 60000000000ull) turn(5);
    double took = (now_ns() - start) / 1e9;
    after = usage();
    uint64_t ignored = 0;
    printf("{\"connections\":%d,\"back\":%d,\"failed\":%d,\"back_seconds\":%.3f,\"back_cpu\":%.3f,\"waited\":%.3f,"
           "\"lost\":%llu,\"doubled\":%llu,\"late\":%llu,\"gaps\":%llu,\"refused\":%llu}\n",
           connections, back, failed, took, after.cpu - before.cpu, after.waited - before.waited,
           (unsigned long long)count_lost(&ignored), (unsigned long long)doubled, (unsigned long long)late,
           (unsigned long long)gaps, (unsigned long long)refused);
}

static bool option(const char *k, const char *v) {
    if (!strcmp(k, "--dialect")) dialect = !strcmp(v, "bare") ? BARE : !strcmp(v, "socketio") ? SOCKETIO : SOHVA;
    else if (!strcmp(k, "--connections")) connections = atoi(v);
    else if (!strcmp(k, "--rooms")) rooms = atoi(v);
    else if (!strcmp(k, "--senders")) senders = atoi(v);
    else if (!strcmp(k, "--inflight")) inflight = atoi(v);
    else if (!strcmp(k, "--handshakes")) handshakes = atoi(v);
    else if (!strcmp(k, "--spin")) spin = atoi(v);
    else if (!strcmp(k, "--comeback")) comeback = atoi(v);
    else if (!strcmp(k, "--size")) text_size = atoi(v);
    else if (!strcmp(k, "--seconds")) seconds = atof(v);
    else if (!strcmp(k, "--warmup")) warmup = atof(v);
    else if (!strcmp(k, "--settle")) settle = atof(v);
    else if (!strcmp(k, "--rate")) rate = atof(v);
    else if (!strcmp(k, "--host")) host = v;
    else if (!strcmp(k, "--port")) port = atoi(v);
    else if (!strcmp(k, "--path")) path = v;
    else if (!strcmp(k, "--people")) people = v;
    else if (!strcmp(k, "--pid")) server_pid = atoi(v);
    else return false;
    return true;
}

static void prepare(int argc, char **argv) {
    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !option(argv[i], argv[i + 1])) { fprintf(stderr, "load: unknown option %s\n", argv[i]); exit(2); }
    if (text_size > 3900 || text_size < MARK + 12 || inflight > IN_FLIGHT || connections < 1) { fprintf(stderr, "load: out of range\n"); exit(2); }
    struct rlimit files = {connections + 100, connections + 100};
    setrlimit(RLIMIT_NOFILE, &files);
    conns = calloc(connections, sizeof *conns);
    by_sender = calloc(4096, sizeof *by_sender);
    epoll_fd = epoll_create1(0);
    timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, timer_fd, &e);
    learn_marks();
    read_people();
}

int main(int argc, char **argv) {
    prepare(argc, argv);
    Usage at_first = usage(), connected, start, end;
    uint64_t began = now_ns();
    connect_all(connections, 120);
    double connecting = (now_ns() - began) / 1e9;
    connected = usage();
    double next_at = now_ns();
    double kept_rate = rate;
    if (settle > 0) { uint64_t until = now_ns() + (uint64_t)(settle * 1e9); while (now_ns() < until) turn(10); }
    Usage settled = usage();
    next_at = now_ns();
    if (rate == 0)
        for (int k = 0; k < inflight; k++)
            for (int i = 0; i < sender_count; i++) if (by_sender[i]->state == READY) send_message(by_sender[i]);
    run_for(warmup, &next_at);
    start = usage();
    uint64_t from = now_ns();
    measuring = true;
    run_for(seconds, &next_at);
    measuring = false;
    end = usage();
    double elapsed = (now_ns() - from) / 1e9;
    if (comeback) { come_back(); return 0; }
    stopping = true;
    rate = 0;
    uint64_t unanswered = 0, lost = 0;
    for (uint64_t until = now_ns() + 5000000000ull; now_ns() < until; turn(20)) {
        unanswered = 0;
        lost = count_lost(&unanswered);
        if (!lost && !unanswered) break;
    }
    for (uint64_t until = now_ns() + 200000000ull; now_ns() < until;) turn(20); /* what comes twice comes now */
    struct rusage own;
    getrusage(RUSAGE_SELF, &own);
    printf("{\"connections\":%d,\"rooms\":%d,\"ready\":%d,\"failed\":%d,\"connect_seconds\":%.3f,\"connect_cpu\":%.4f,"
           "\"rate\":%.1f,\"seconds\":%.3f,\"acked\":%llu,\"refused\":%llu,\"delivered\":%llu,\"lost\":%llu,"
           "\"doubled\":%llu,\"late\":%llu,\"gaps\":%llu,\"unreadable\":%llu,\"unanswered\":%llu,\"closed_early\":%d,"
           "\"cpu\":%.4f,\"waited\":%.4f,\"kb_before\":%ld,\"kb_connected\":%ld,\"kb_after\":%ld,"
           "\"ack_p50_us\":%.0f,\"ack_p99_us\":%.0f,\"ack_max_us\":%.0f,"
           "\"delivery_p50_us\":%.0f,\"delivery_p99_us\":%.0f,\"delivery_max_us\":%.0f,\"own_cpu\":%.3f}\n",
           connections, rooms, ready, failed, connecting, connected.cpu - at_first.cpu, kept_rate, elapsed,
           (unsigned long long)acked, (unsigned long long)refused, (unsigned long long)delivered, (unsigned long long)lost,
           (unsigned long long)doubled, (unsigned long long)late, (unsigned long long)gaps, (unsigned long long)unreadable,
           (unsigned long long)unanswered, closed_early, end.cpu - start.cpu, end.waited - start.waited, at_first.kb,
           settled.kb, end.kb, hist_at(&ack_time, .5), hist_at(&ack_time, .99), ack_time.max / 1000.0,
           hist_at(&delivery_time, .5), hist_at(&delivery_time, .99), delivery_time.max / 1000.0,
           own.ru_utime.tv_sec + own.ru_stime.tv_sec + (own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e6);
    return 0;
}
