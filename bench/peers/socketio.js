// Node with socket.io: a message goes to its room and is acknowledged. Nothing is stored, checked or screened.
const { Server } = require("socket.io");

const io = new Server(Number(process.argv.at(-1)), { transports: ["websocket"], perMessageDeflate: false });

io.on("connection", (socket) => {
  socket.on("join", (room) => socket.join(room));
  socket.on("m", (message, answer) => {
    io.to(message.room).emit("m", message);
    answer(true);
  });
});
