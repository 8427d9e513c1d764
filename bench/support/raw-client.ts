import { once } from "node:events";
import { connect, type Socket } from "node:net";

/**
 * As fast as SMTP goes from Node: one mail built before, envelope and DATA in one write, its text in another, on
 * connections that stay open.
 */
export async function sendRaw(
  port: number,
  mail: string,
  { connections, count }: { connections: number; count: number },
) {
  let left = count;
  const take = () => {
    left -= 1;
    return left >= 0;
  };
  await Promise.all(Array.from({ length: connections }, () => sendOn(port, mail, take)));
}

async function sendOn(port: number, mail: string, take: () => boolean): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const body = `${mail}\r\n.\r\n`;
  const envelope = "MAIL FROM:<a@bench.example>\r\nRCPT TO:<b@bench.example>\r\nDATA\r\n";
  const answers = answersOf(socket);
  await answers(1);
  socket.write("EHLO bench\r\n");
  await answers(1);
  while (take()) {
    socket.write(envelope);
    await answers(3);
    socket.write(body);
    await answers(1);
  }
  socket.destroy();
}

/** Resolves when this many replies have come. */
function answersOf(socket: Socket): (count: number) => Promise<void> {
  let seen = 0;
  let wanted = 0;
  let wake = () => {};
  socket.setEncoding("latin1");
  socket.on("data", (text: string) => {
    for (const line of text.split("\r\n")) if (/^\d{3}(?: |$)/.test(line)) seen += 1;
    if (seen >= wanted) wake();
  });
  return async (count) => {
    wanted += count;
    if (seen < wanted)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
}
