import type { SealedColumn } from "../../platform/crypto/index.ts";
import { replaceProof, replaceTokens } from "./oauth/queries.ts";
import { consentPlace, tokensPlace } from "./oauth/sealed.ts";
import { replaceSecrets } from "./queries.ts";
import { secretsPlace } from "./secrets.ts";

/** Everything of this room that lies sealed. */
export const sealedAccountColumns: readonly SealedColumn[] = [
  {
    table: "sending_accounts",
    column: "secrets",
    id: ["id"],
    place: ([id = ""]) => secretsPlace(id),
    replace: replaceSecrets,
  },
  {
    table: "account_tokens",
    column: "sealed",
    id: ["sending_account_id"],
    place: ([id = ""]) => tokensPlace(id),
    replace: replaceTokens,
  },
  {
    table: "oauth_consents",
    column: "sealed",
    id: ["id"],
    place: ([id = ""]) => consentPlace(id),
    replace: replaceProof,
  },
];
