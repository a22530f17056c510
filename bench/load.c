/* A load generator for chat servers: one process, one thread, epoll, no dependency.
 *
 * Every connection follows one room; the first S connections of each room send. Each message carries its sender, its
 * number and the moment it was sent, spelled in letters, so every receiver can tell what is lost, doubled or out of
 * order, and how long it took. Three dialects: our own protocol, a bare broadcast server, and socket.io 4.
 *
 * Input: a file with a line "cookie<TAB>room" per connection ("-" where the dialect needs none).
 * Output: one JSON object.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
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
#include <time.h>
#include <unistd.h>

enum { SOHVA, BARE, SOCKETIO };
enum { CONNECTING, SHAKING, JOINING, READY, GONE };

#define BUFFER 262144
#define BUCKETS 4096
#define LETTERS 16

typedef struct {
    int fd, state, sender;       /* sender: its number, or -1 */
    char cookie[200], room[40];
    char *in;
    size_t in_len, in_size;
    char *out;
    size_t out_len, out_sent, out_size;
    uint32_t sent, acked;
    uint64_t *sent_at;           /* ring of send times, by message number modulo its size */
    uint32_t *last;              /* last number seen from each sender of the room */
} Conn;

typedef struct { uint64_t n, max; double sum; uint64_t bucket[BUCKETS]; } Hist;

static int dialect = SOHVA, connections = 100, senders = 1, inflight = 1, size_of_text = 200, port = 8000, server_pid = 0;
static double seconds = 5, rate = 0, warmup = 1;
static const char *host = "127.0.0.1", *path = "/socket", *people = NULL;
static Conn *conns;
static int epoll_fd, ready, rooms;
static Hist ack_time, delivery_time;
static uint64_t acked, delivered, refused, doubled, out_of_order, missing, connects_failed, closed_early;
static uint64_t first_error_shown;
static bool measuring, stopping;
static uint32_t seed = 12345;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + t.tv_nsec;
}

static uint32_t chance(void) { seed ^= seed << 13; seed ^= seed >> 17; seed ^= seed << 5; return seed; }

/* Buckets grow by 1 % of their value: 4096 of them reach from 1 us to days. */
static void hist_add(Hist *h, uint64_t ns) {
    double us = ns / 1000.0;
    int index = 0;
    if (us >= 1) {
        double value = us;
        int exponent = 0;
        while (value >= 2) { value /= 2; exponent++; }
        index = exponent * 64 + (int)((value - 1) * 64);
    }
    if (index >= BUCKETS) index = BUCKETS - 1;
    h->bucket[index]++;
    h->n++;
    h->sum += us;
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

static void die(const char *what) { fprintf(stderr, "load: %s: %s\n", what, strerror(errno)); exit(2); }

static void cpu_and_memory(double *cpu, long *rss_kb) {
    *cpu = 0; *rss_kb = 0;
    if (!server_pid) return;
    char name[64], line[1024];
    snprintf(name, sizeof name, "/proc/%d/stat", server_pid);
    FILE *f = fopen(name, "r");
    if (!f) return;
    if (fgets(line, sizeof line, f)) {
        char *p = strrchr(line, ')');
        unsigned long user = 0, system = 0;
        long pages = 0;
        if (p && sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d %*d %*u %*u %ld",
                        &user, &system, &pages) == 3) {
            *cpu = (double)(user + system) / sysconf(_SC_CLK_TCK);
            *rss_kb = pages * (sysconf(_SC_PAGESIZE) / 1024);
        }
    }
    fclose(f);
}

static void watch(Conn *c) {
    struct epoll_event e = {.events = EPOLLIN | (c->out_len > c->out_sent ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_MOD, c->fd, &e);
}

static void drop(Conn *c) {
    if (c->state == GONE) return;
    if (c->state == READY && !stopping) closed_early++;
    c->state = GONE;
    close(c->fd);
}

static void flush_out(Conn *c) {
    while (c->out_sent < c->out_len) {
        ssize_t n = write(c->fd, c->out + c->out_sent, c->out_len - c->out_sent);
        if (n < 0) {
            if (errno == EAGAIN) { watch(c); return; }
            drop(c);
            return;
        }
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
    size_t start = c->out_len;
    put(c, data, n);
    for (size_t i = 0; i < n; i++) c->out[start + i] ^= mask[i & 3];
}

static void spell(char *to, uint64_t value) {
    for (int i = LETTERS - 1; i >= 0; i--) { to[i] = "bcdfghjklmnpqrst"[value & 15]; value >>= 4; }
}

static uint64_t unspell(const char *from, int n) {
    static const char letters[] = "bcdfghjklmnpqrst";
    uint64_t value = 0;
    for (int i = 0; i < n; i++) {
        const char *p = strchr(letters, from[i]);
        value = value << 4 | (uint64_t)(p && *p ? p - letters : 0);
    }
    return value;
}

/* "zzq" + sender (4 letters) + number (6) + time (16) + words: nothing a filter would take for a phone number. */
static size_t make_text(char *to, Conn *c, uint64_t at) {
    static const char *words[] = {"today", "tea", "walk", "morning", "quiet", "window", "garden", "slept", "better",
        "again", "slowly", "music", "friend", "garden", "river", "bread", "winter", "light", "small", "step", "kitchen",
        "letter", "bus", "rain", "blanket", "coffee", "sister", "evening", "book", "door", "street", "cat", "soup",
        "talked", "listened", "breathing", "hours", "later", "yesterday", "tomorrow", "warm", "cold", "tired", "rested"};
    char spelled[LETTERS];
    size_t n = 0;
    memcpy(to, "zzq", 3); n = 3;
    spell(spelled, c->sender); memcpy(to + n, spelled + 12, 4); n += 4;
    spell(spelled, c->sent); memcpy(to + n, spelled + 10, 6); n += 6;
    spell(spelled, at); memcpy(to + n, spelled, 16); n += 16;
    while (n + 12 < (size_t)size_of_text) {
        const char *w = words[chance() % (sizeof words / sizeof *words)];
        to[n++] = ' ';
        size_t k = strlen(w);
        memcpy(to + n, w, k); n += k;
    }
    return n;
}

static void send_message(Conn *c) {
    char text[4096], frame[5000];
    uint64_t at = now_ns();
    size_t n = make_text(text, c, at);
    int k;
    text[n] = 0;
    if (dialect == SOHVA)
        k = snprintf(frame, sizeof frame,
            "{\"type\":\"message.post\",\"id\":\"%u\",\"room\":\"%s\",\"client_id\":\"%08x-0000-4000-8000-%06x%06x\",\"insisted\":true,\"text\":\"%s\"}",
            c->sent, c->room, (unsigned)(getpid() * 2654435761u), (unsigned)c->sender & 0xffffff, c->sent & 0xffffff, text);
    else if (dialect == SOCKETIO)
        k = snprintf(frame, sizeof frame, "42%u[\"m\",{\"room\":\"%s\",\"text\":\"%s\"}]", c->sent, c->room, text);
    else
        k = snprintf(frame, sizeof frame, "%s", text);
    c->sent_at[c->sent & 1023] = at;
    c->sent++;
    put_frame(c, 1, frame, k);
    flush_out(c);
}

static void saw_message(Conn *c, const char *text) {
    uint32_t sender = unspell(text + 3, 4), number = unspell(text + 7, 6);
    uint64_t at = unspell(text + 13, 16);
    if (sender >= (uint32_t)senders * rooms) return;
    uint32_t expected = c->last[sender];
    if (number + 1 == expected || number < expected) { if (number < expected) doubled++; return; }
    if (number > expected) missing += number - expected;
    c->last[sender] = number + 1;
    if (measuring) { delivered++; hist_add(&delivery_time, now_ns() - at); }
    if (dialect == BARE && c->sender == (int)sender) {
        c->acked++;
        if (measuring) { acked++; hist_add(&ack_time, now_ns() - at); }
        if (rate == 0 && !stopping) send_message(c);
    }
}

static void saw_ack(Conn *c, uint32_t number, bool ok, const char *line) {
    c->acked++;
    if (!ok) {
        refused++;
        if (!first_error_shown++) fprintf(stderr, "load: first refusal: %.200s\n", line);
    } else if (measuring) {
        acked++;
        hist_add(&ack_time, now_ns() - c->sent_at[number & 1023]);
    }
    if (rate == 0 && !stopping) send_message(c);
}

static void became_ready(Conn *c) {
    c->state = READY;
    ready++;
}

static void saw_text(Conn *c, char *data, size_t n) {
    char kept = data[n];
    data[n] = 0;
    if (dialect == SOCKETIO) {
        if (data[0] == '0') put_frame(c, 1, "40", 2), flush_out(c);
        else if (!strncmp(data, "40", 2)) {
            char join[128];
            int k = snprintf(join, sizeof join, "42[\"join\",\"%s\"]", c->room);
            put_frame(c, 1, join, k); flush_out(c); became_ready(c);
        } else if (data[0] == '2') put_frame(c, 1, "3", 1), flush_out(c);
        else if (!strncmp(data, "43", 2)) saw_ack(c, strtoul(data + 2, NULL, 10), true, data);
        else if (!strncmp(data, "42", 2)) { char *p = strstr(data, "zzq"); if (p) saw_message(c, p); }
    } else if (dialect == BARE) {
        char *p = strstr(data, "zzq");
        if (p) saw_message(c, p);
    } else if (!strncmp(data, "{\"type\":\"message.posted\"", 24)) {
        char *p = strstr(data, "zzq");
        if (p) saw_message(c, p);
    } else if (!strncmp(data, "{\"type\":\"reply\"", 15)) {
        char *id = strstr(data, "\"id\":\"");
        bool ok = strstr(data, "\"ok\":true") != NULL;
        if (c->state == JOINING) {
            if (!ok) { fprintf(stderr, "load: follow refused: %.200s\n", data); exit(3); }
            became_ready(c);
        } else if (id) saw_ack(c, strtoul(id + 6, NULL, 10), ok, data);
    } else if (!strncmp(data, "{\"type\":\"hello\"", 15)) {
        char follow[128];
        int k = snprintf(follow, sizeof follow, "{\"type\":\"room.follow\",\"id\":\"f\",\"room\":\"%s\"}", c->room);
        c->state = JOINING;
        put_frame(c, 1, follow, k);
        flush_out(c);
    }
    data[n] = kept;
}

static size_t take_frames(Conn *c, size_t at) {
    while (c->in_len - at >= 2) {
        unsigned char *p = (unsigned char *)c->in + at;
        size_t n = p[1] & 127, h = 2;
        if (n == 126) { if (c->in_len - at < 4) break; n = p[2] << 8 | p[3]; h = 4; }
        else if (n == 127) {
            if (c->in_len - at < 10) break;
            n = 0;
            for (int i = 0; i < 8; i++) n = n << 8 | p[2 + i];
            h = 10;
        }
        if (c->in_len - at < h + n) break;
        int opcode = p[0] & 15;
        if (opcode == 1) saw_text(c, c->in + at + h, n);
        else if (opcode == 9) put_frame(c, 10, c->in + at + h, n), flush_out(c);
        else if (opcode == 8) { drop(c); return at; }
        if (c->state == GONE) return at;
        at += h + n;
    }
    return at;
}

static void shake(Conn *c) {
    char request[1024];
    int n = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s%s%s\r\n",
        path, host, port, dialect == SOHVA ? "Sec-WebSocket-Protocol: sohva.v1\r\n" : "",
        c->cookie[0] == '-' ? "" : "Cookie: ", c->cookie[0] == '-' ? "" : c->cookie, c->cookie[0] == '-' ? "" : "\r\n");
    c->state = SHAKING;
    put(c, request, n);
    flush_out(c);
    watch(c);
}

static void readable(Conn *c) {
    for (;;) {
        if (c->in_size - c->in_len < 65536 + 1) {
            c->in_size = c->in_size ? c->in_size * 2 : 131072;
            c->in = realloc(c->in, c->in_size);
        }
        ssize_t n = read(c->fd, c->in + c->in_len, c->in_size - c->in_len - 1);
        if (n == 0 || (n < 0 && errno != EAGAIN)) {
            if (c->state < READY) connects_failed++;
            drop(c);
            return;
        }
        if (n < 0) break;
        c->in_len += n;
        if (c->in_len > 65536) break;
    }
    size_t at = 0;
    if (c->state == SHAKING) {
        c->in[c->in_len] = 0;
        char *end = strstr(c->in, "\r\n\r\n");
        if (!end) return;
        if (strncmp(c->in, "HTTP/1.1 101", 12)) {
            if (!connects_failed++) fprintf(stderr, "load: handshake refused: %.120s\n", c->in);
            drop(c);
            return;
        }
        at = end + 4 - c->in;
        c->state = JOINING;
        if (dialect == BARE) became_ready(c);
    }
    at = take_frames(c, at);
    if (c->state == GONE) return;
    memmove(c->in, c->in + at, c->in_len - at);
    c->in_len -= at;
}

static void begin_connect(Conn *c) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    int one = 1;
    inet_pton(AF_INET, host, &a.sin_addr);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c->fd, (struct sockaddr *)&a, sizeof a) < 0 && errno != EINPROGRESS) die("connect");
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, c->fd, &e);
}

static void turn(int wait_ms) {
    struct epoll_event events[512];
    int n = epoll_wait(epoll_fd, events, 512, wait_ms);
    for (int i = 0; i < n; i++) {
        Conn *c = events[i].data.ptr;
        if (c->state == GONE) continue;
        if (c->state == CONNECTING && events[i].events & (EPOLLERR | EPOLLHUP)) { connects_failed++; drop(c); continue; }
        if (c->state == CONNECTING && events[i].events & EPOLLOUT) { shake(c); continue; }
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
        if (c->state != GONE && events[i].events & EPOLLOUT) { flush_out(c); if (c->state != GONE) watch(c); }
    }
}

static void read_people(void) {
    FILE *f = people ? fopen(people, "r") : NULL;
    if (people && !f) die(people);
    char line[512], seen[4096][40];
    for (int i = 0; i < connections; i++) {
        Conn *c = &conns[i];
        strcpy(c->cookie, "-");
        snprintf(c->room, sizeof c->room, "r%d", i % rooms);
        if (f && (!fgets(line, sizeof line, f) || sscanf(line, "%199[^\t]\t%39s", c->cookie, c->room) != 2)) {
            fprintf(stderr, "load: fewer people than connections\n");
            exit(2);
        }
    }
    if (f) fclose(f);
    int known = 0, next = 0;
    int *sending = calloc(4096, sizeof *sending);
    for (int i = 0; i < connections; i++) {
        Conn *c = &conns[i];
        int r = 0;
        while (r < known && strcmp(seen[r], c->room)) r++;
        if (r == known && known < 4096) { strcpy(seen[known], c->room); known++; }
        c->sender = sending[r] < senders ? (sending[r]++, next++) : -1;
        c->sent_at = c->sender >= 0 ? calloc(1024, sizeof(uint64_t)) : NULL;
    }
    rooms = known;
    for (int i = 0; i < connections; i++)
        if (senders) conns[i].last = calloc((size_t)senders * rooms, sizeof(uint32_t));
    free(sending);
}

static void run_for(double how_long, double *next_at) {
    uint64_t until = now_ns() + (uint64_t)(how_long * 1e9);
    while (now_ns() < until) {
        if (rate > 0) {
            while (*next_at <= now_ns()) {
                Conn *c;
                do c = &conns[chance() % connections]; while (c->sender < 0 || c->state != READY);
                send_message(c);
                *next_at += 1e9 / rate;
            }
            turn(0);
        } else turn(10);
    }
}

int main(int argc, char **argv) {
    rooms = 1;
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *k = argv[i], *v = argv[i + 1];
        if (!strcmp(k, "--dialect")) dialect = !strcmp(v, "bare") ? BARE : !strcmp(v, "socketio") ? SOCKETIO : SOHVA;
        else if (!strcmp(k, "--connections")) connections = atoi(v);
        else if (!strcmp(k, "--rooms")) rooms = atoi(v);
        else if (!strcmp(k, "--senders")) senders = atoi(v);
        else if (!strcmp(k, "--inflight")) inflight = atoi(v);
        else if (!strcmp(k, "--size")) size_of_text = atoi(v);
        else if (!strcmp(k, "--seconds")) seconds = atof(v);
        else if (!strcmp(k, "--warmup")) warmup = atof(v);
        else if (!strcmp(k, "--rate")) rate = atof(v);
        else if (!strcmp(k, "--host")) host = v;
        else if (!strcmp(k, "--port")) port = atoi(v);
        else if (!strcmp(k, "--path")) path = v;
        else if (!strcmp(k, "--people")) people = v;
        else if (!strcmp(k, "--pid")) server_pid = atoi(v);
        else { fprintf(stderr, "load: unknown option %s\n", k); return 2; }
    }
    if (size_of_text > 3900 || size_of_text < 40 || senders > 65535) { fprintf(stderr, "load: out of range\n"); return 2; }
    struct rlimit files = {connections + 100, connections + 100};
    setrlimit(RLIMIT_NOFILE, &files);
    conns = calloc(connections, sizeof *conns);
    epoll_fd = epoll_create1(0);
    read_people();

    double cpu0, cpu1, cpu2;
    long rss0, rss1, rss2;
    cpu_and_memory(&cpu0, &rss0);
    uint64_t began = now_ns();
    int opened = 0;
    while (ready + (int)connects_failed < connections) {
        while (opened < connections && opened - ready - (int)connects_failed < 200) begin_connect(&conns[opened++]);
        turn(10);
        if (now_ns() - began > 120000000000ull) { fprintf(stderr, "load: not everybody could connect\n"); break; }
    }
    double connecting = (now_ns() - began) / 1e9;
    cpu_and_memory(&cpu1, &rss1);
    double connect_cpu = cpu1 - cpu0;

    double next_at = now_ns();
    if (senders && rate == 0)
        for (int i = 0; i < connections; i++)
            if (conns[i].sender >= 0 && conns[i].state == READY)
                for (int k = 0; k < (dialect == BARE ? 1 : inflight); k++) send_message(&conns[i]);
    run_for(warmup, &next_at);
    cpu_and_memory(&cpu1, &rss1);
    measuring = true;
    uint64_t start = now_ns();
    run_for(seconds, &next_at);
    double elapsed = (now_ns() - start) / 1e9;
    measuring = false;
    stopping = true;
    cpu_and_memory(&cpu2, &rss2);
    double rest = 0;
    rate = 0;
    for (uint64_t until = now_ns() + 1500000000ull; now_ns() < until;) turn(20);
    uint64_t lost = missing, unanswered = 0;
    for (int i = 0; i < connections; i++)
        if (conns[i].sender >= 0) {
            unanswered += conns[i].sent - conns[i].acked;
            for (int j = 0; j < connections; j++)
                if (!refused && conns[j].state == READY && !strcmp(conns[i].room, conns[j].room))
                    lost += conns[i].acked > conns[j].last[conns[i].sender] ? conns[i].acked - conns[j].last[conns[i].sender] : 0;
        }
    struct rusage own;
    getrusage(RUSAGE_SELF, &own);
    double own_cpu = own.ru_utime.tv_sec + own.ru_stime.tv_sec + (own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e6;
    printf("{\"connections\":%d,\"ready\":%d,\"failed\":%llu,\"connect_seconds\":%.3f,\"connect_cpu\":%.3f,"
           "\"seconds\":%.3f,\"acked\":%llu,\"refused\":%llu,\"delivered\":%llu,\"lost\":%llu,\"doubled\":%llu,"
           "\"out_of_order\":%llu,\"unanswered\":%llu,\"closed_early\":%llu,\"server_cpu\":%.3f,\"rss_before_kb\":%ld,"
           "\"rss_connected_kb\":%ld,\"rss_after_kb\":%ld,\"ack_p50_us\":%.0f,\"ack_p99_us\":%.0f,\"ack_max_us\":%.0f,"
           "\"delivery_p50_us\":%.0f,\"delivery_p99_us\":%.0f,\"delivery_max_us\":%.0f,\"own_cpu\":%.3f}\n",
           connections, ready, (unsigned long long)connects_failed, connecting, connect_cpu, elapsed + rest,
           (unsigned long long)acked, (unsigned long long)refused, (unsigned long long)delivered,
           (unsigned long long)lost, (unsigned long long)doubled, (unsigned long long)out_of_order,
           (unsigned long long)unanswered, (unsigned long long)closed_early, cpu2 - cpu1, rss0, rss1, rss2,
           hist_at(&ack_time, .5), hist_at(&ack_time, .99), ack_time.max / 1000.0, hist_at(&delivery_time, .5),
           hist_at(&delivery_time, .99), delivery_time.max / 1000.0, own_cpu);
    return 0;
}
