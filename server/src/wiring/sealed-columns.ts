import { sealedPrivacyColumns } from "../catalog/privacy/index.ts";
import { sealedAccountColumns } from "../catalog/sending-accounts/index.ts";
import { sealedExportColumns } from "../flow/report/index.ts";
import { sealedHookColumns, sealedInboxColumns, sealedOpinionColumns } from "../flow/track/index.ts";
import type { SealedColumn } from "../platform/crypto/index.ts";
import { sealedAnswerColumns } from "../platform/http/index.ts";
import { sealedMailColumns } from "./accounts.ts";

/** Every column of every room that holds sealed values; a test holds it equal to the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  ...sealedAccountColumns,
  ...sealedMailColumns,
  ...sealedInboxColumns,
  ...sealedHookColumns,
  ...sealedOpinionColumns,
  ...sealedAnswerColumns,
  ...sealedPrivacyColumns,
  ...sealedExportColumns,
];
