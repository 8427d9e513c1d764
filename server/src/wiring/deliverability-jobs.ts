import { randomUUID } from "node:crypto";
import { htmlToText } from "@haste/engine/render";
import {
  askSystemDns,
  blocklistJob,
  createMailTls,
  createPolicyFetch,
  createSpamFilter,
  deliverabilityTestJob,
  domainCheckJob,
  type MailToJudge,
  proveByResolver,
  seeCertificate,
  trackingCheckJob,
} from "../catalog/deliverability/index.ts";
import { composeMail } from "../flow/send/index.ts";
import type { JobDefinition } from "../platform/jobs/index.ts";
import type { Ground } from "./ground.ts";

/** Who is asked about domains, servers and mails, and how. */
export function deliverabilityJobs({ database, config, site, accountPorts, openLists }: Ground): JobDefinition[] {
  return [
    domainCheckJob({
      openDns: askSystemDns,
      fetchPolicy: createPolicyFetch(accountPorts.policy),
      seeMailTls: createMailTls({ policy: accountPorts.policy }),
      prove: proveByResolver(),
    }),
    blocklistJob({ openLists, linkHost: () => URL.parse(site.url)?.hostname ?? null }),
    trackingCheckJob({
      db: database,
      openDns: askSystemDns,
      seeCertificate: seeCertificate(accountPorts.policy),
      publicUrl: () => site.url,
    }),
    deliverabilityTestJob({ openLists, askFilter: createSpamFilter(config.spamFilter), composeMail: composed }),
  ];
}

/** To nobody in particular: it is shown to a filter and never sent. */
function composed({ from, subject, html, text, date }: MailToJudge): Buffer {
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return composeMail({
    ...{ date, subject, html, text: text ?? htmlToText(html), inReplyTo: null, references: [] },
    messageId: `<${randomUUID()}@${domain}>`,
    from: { name: "", address: from },
    to: "somebody@example.com",
    unsubscribeUrl: `https://${domain}/u/judged-only`,
  });
}
