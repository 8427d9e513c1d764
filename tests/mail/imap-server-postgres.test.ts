import { randomBytes, randomUUID } from "node:crypto";
import { sandboxMailPassword } from "../../server/src/catalog/sandbox/mail-password.ts";
import { createIntake } from "../../server/src/catalog/sandbox/smtp/intake.ts";
import { startSandboxServers } from "../../server/src/catalog/sandbox/start-servers.ts";
import { systemClock } from "../../server/src/platform/clock/index.ts";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { createTestDatabase, seedWorkspace, testLog } from "../support/database.ts";
import { describeImapServer } from "./imap-contract.ts";

describeImapServer("The sandbox's mailbox", async () => {
  const { db, drop } = await createTestDatabase();
  const workspaceId = await seedWorkspace(db);
  const user = "amina@sandbox.haste.test";
  await inWorkspace(db, workspaceId, (tx) =>
    tx.rows(
      "insert into sending_accounts (workspace_id, id, provider, email, display_name) values ($1, $2, 'smtp', $3, 'Amina')",
      [workspaceId, randomUUID(), user],
    ),
  );
  const passwordKey = randomBytes(32);
  const parts = { db, clock: systemClock, log: testLog, onActsPlanned: () => {} };
  const servers = await startSandboxServers({ ...parts, passwordKey, smtpPort: 0, imapPort: 0 });
  const intake = createIntake(parts);
  return {
    host: servers.host,
    port: servers.imapPort,
    user,
    pass: sandboxMailPassword(passwordKey, workspaceId, user),
    deliver: (raw) =>
      intake.accept(workspaceId, { account: null, from: "eleni@reader.example", recipients: [user], raw }),
    async close() {
      await servers.close();
      await drop();
    },
  };
});
