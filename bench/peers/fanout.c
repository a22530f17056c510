/* The limit: a C program that writes every text frame it gets to everybody in the room, and does nothing else.
 *
 * fanout plain PORT: one send() a delivery. fanout coalesced PORT: what came within one round of epoll leaves in one
 * send() a connection. Nothing is checked, limited, queued or stored; a peer that does not read is dropped.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MOST 16384

typedef struct Conn { int fd, room, is_open; size_t len; struct Conn *next, *next_dead; unsigned char in[8192]; } Conn;
typedef struct { Conn *first; unsigned char *out; size_t len, size; } Room;

static Conn *dead; /* freed when no event of this round can speak of them */
static Room room_list[MOST];
static int moved[MOST], moved_count, is_coalesced;

static void leave(Conn *c) {
    if (!c->is_open) return;
    c->is_open = 0;
    if (c->room >= 0)
        for (Conn **p = &room_list[c->room].first; *p; p = &(*p)->next)
            if (*p == c) { *p = c->next; break; }
    close(c->fd);
    c->next_dead = dead;
    dead = c;
}

static void give(Room *r, const unsigned char *data, size_t n) {
    for (Conn *c = r->first, *next; c; c = next) {
        next = c->next;
        if (send(c->fd, data, n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)n) leave(c);
    }
}

static void post(Conn *c, unsigned char *payload, size_t n) {
    Room *r = &room_list[c->room];
    unsigned char head[4] = {0x81, n < 126 ? n : 126, n >> 8, n};
    size_t h = n < 126 ? 2 : 4;
    if (!r->len) moved[moved_count++] = c->room;
    if (r->len + n + h > r->size) r->out = realloc(r->out, r->size = (r->len + n + h) * 2);
    memcpy(r->out + r->len, head, h);
    memcpy(r->out + r->len + h, payload, n);
    r->len += n + h;
    if (!is_coalesced) { give(r, r->out, r->len); r->len = 0; moved_count--; }
}

static size_t handshake(Conn *c) {
    static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"; /* fits the one key that the generator sends */
    c->in[c->len] = 0;
    char *end = strstr((char *)c->in, "\r\n\r\n"), *room = strstr((char *)c->in, "room=r");
    if (!end) return 0;
    c->room = room ? atoi(room + 6) % MOST : 0;
    c->next = room_list[c->room].first;
    room_list[c->room].first = c;
    if (send(c->fd, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) leave(c);
    return end + 4 - (char *)c->in;
}

static void readable(Conn *c) {
    ssize_t got = recv(c->fd, c->in + c->len, sizeof c->in - 1 - c->len, MSG_DONTWAIT);
    if (got <= 0) { if (got == 0 || errno != EAGAIN) leave(c); return; }
    c->len += got;
    size_t at = c->room < 0 ? handshake(c) : 0;
    while (c->room >= 0 && c->len - at >= 6) {
        unsigned char *p = c->in + at;
        size_t n = p[1] & 127, h = 6;
        if (n == 126) { n = p[2] << 8 | p[3]; h = 8; }
        if (c->len - at < h + n) break;
        for (size_t i = 0; i < n; i++) p[h + i] ^= p[h - 4 + (i & 3)];
        if ((p[0] & 15) == 1) post(c, p + h, n);
        else if ((p[0] & 15) == 8) leave(c);
        at += h + n;
    }
    memmove(c->in, c->in + at, c->len -= at);
}

int main(int argc, char **argv) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1, poll = epoll_create1(0), fd;
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(argc > 2 ? atoi(argv[2]) : 0)};
    struct epoll_event e = {.events = EPOLLIN}, events[512];
    is_coalesced = argc > 1 && !strcmp(argv[1], "coalesced");
    signal(SIGPIPE, SIG_IGN);
    inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&a, sizeof a) || listen(listener, 4096)) { perror("fanout"); return 1; }
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &e);
    for (;;) {
        int n = epoll_wait(poll, events, 512, -1);
        for (int i = 0; i < n; i++) {
            Conn *c = events[i].data.ptr;
            if (c) { if (c->is_open) readable(c); continue; }
            if ((fd = accept(listener, NULL, NULL)) < 0 || fd >= MOST) continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            c = calloc(1, sizeof *c);
            c->fd = fd; c->room = -1; c->is_open = 1;
            struct epoll_event mine = {.events = EPOLLIN, .data.ptr = c};
            epoll_ctl(poll, EPOLL_CTL_ADD, fd, &mine);
        }
        for (int i = 0; i < moved_count; i++) { Room *r = &room_list[moved[i]]; give(r, r->out, r->len); r->len = 0; }
        moved_count = 0;
        for (Conn *next; dead; dead = next) { next = dead->next_dead; free(dead); }
    }
}
