// @ts-check
/** A socket server on this machine that speaks the envelope of `sohva.v1` and answers as a test tells it to. */

/**
 * @typedef {{type: string, id: string, [field: string]: any}} Command
 * @typedef {{socket: WebSocket, command: Command, yes: (result: object) => void, no: (code: string, retryAfter?: number) => void}} Asked
 */

/**
 * @param {(asked: Asked) => void} answer
 * @param {(server: {url: string, sockets: WebSocket[], heard: Command[]}) => Promise<void>} story
 * @param {{isOpen?: boolean}} [facts]
 */
export async function withServer(answer, story, facts = {}) {
  /** @type {WebSocket[]} */ const sockets = [];
  /** @type {Command[]} */ const heard = [];
  const server = Deno.serve({ port: 0, onListen() {} }, (request) => {
    if (facts.isOpen === false) return new Response(null, { status: 401 });
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "sohva.v1" });
    socket.onopen = () => {
      sockets.push(socket);
      tell(socket, { type: "hello", heartbeat: 20 });
    };
    socket.onmessage = ({ data }) => {
      const command = JSON.parse(data);
      heard.push(command);
      answer(asked(socket, command));
    };
    return response;
  });
  await story({ url: `ws://localhost:${server.addr.port}/socket`, sockets, heard });
  await server.shutdown();
}

/** @param {WebSocket} socket @param {object} what */
export function tell(socket, what) {
  socket.send(JSON.stringify(what));
}

/** @param {WebSocket} socket @param {Command} command @returns {Asked} */
function asked(socket, command) {
  const { id } = command;
  return {
    socket,
    command,
    yes: (result) => tell(socket, { type: "reply", id, ok: true, result }),
    no: (code, retryAfter) =>
      tell(socket, { type: "reply", id, ok: false, error: { code, retry_after: retryAfter ?? null, details: {} } }),
  };
}
