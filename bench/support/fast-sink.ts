/** A mail server that takes everything at once and keeps nothing: `node fast-sink.ts` prints its port. */
import { createServer } from "node:net";

const server = createServer({ noDelay: true }, (socket) => {
  let pending = "";
  let inMail = false;
  socket.setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  socket.write("220 sink\r\n");
  socket.on("data", (text: string) => {
    pending += text;
    let answer = "";
    for (;;) {
      const mark = inMail ? "\r\n.\r\n" : "\r\n";
      const end = pending.indexOf(mark);
      if (end === -1) break;
      const line = inMail ? "" : pending.slice(0, end);
      pending = pending.slice(end + mark.length);
      if (inMail) {
        inMail = false;
        answer += "250 taken\r\n";
      } else if (line.startsWith("EHLO")) answer += "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n";
      else if (line === "DATA") {
        inMail = true;
        answer += "354 go on\r\n";
      } else answer += "250 ok\r\n";
    }
    if (answer !== "") socket.write(answer);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : null }));
});
// Whoever started it ends with its standard input.
process.stdin.resume().on("end", () => process.exit(0));
