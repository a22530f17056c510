// Node with the `ws` package: every text message goes to everybody in the room. Nothing is stored.
const { WebSocketServer } = require("ws");

const rooms = new Map();
const server = new WebSocketServer({ port: Number(process.argv.at(-1)), host: "127.0.0.1", perMessageDeflate: false });

server.on("connection", (socket, request) => {
  const name = new URL(request.url, "http://localhost").searchParams.get("room");
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on("message", (data) => {
    for (const one of room) one.send(data, { binary: false });
  });
  socket.on("close", () => room.delete(socket));
});
