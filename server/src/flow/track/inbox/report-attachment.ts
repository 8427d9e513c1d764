import type { Attachment } from "mailparser";

/**
 * Whether a mail carries a report of a receiver about a domain's mail, and the octets of it; null: it does not.
 *
 * DMARC reports are known by the name of the file, `receiver!domain!begin!end[!id].xml[.gz]` or `.zip` (RFC 7489 §7.2.1.1),
 * TLS reports by their media type (RFC 8460 §6.4, §6.5) or the same name with `.json[.gz]` (§5.1). A mail that answers
 * another was written by somebody, whatever is attached to it: what they say must not be lost.
 */
export function reportAttachment(mail: {
  readonly headers: ReadonlyMap<string, unknown>;
  readonly attachments: readonly Pick<Attachment, "filename" | "contentType" | "content">[];
}): Buffer | null {
  if (mail.headers.has("in-reply-to") || mail.headers.has("references")) return null;
  const found = mail.attachments.find(({ filename, contentType }) => {
    return tlsReportTypes.has(contentType.toLowerCase()) || reportName.test(filename ?? "");
  });
  return found?.content ?? null;
}

const tlsReportTypes: ReadonlySet<string> = new Set(["application/tlsrpt+gzip", "application/tlsrpt+json"]);
const reportName =
  /^[^!\s]{1,253}![^!\s]{1,253}!\d{1,12}!\d{1,12}(?:![^!\s]{1,200})?\.(?:xml|xml\.gz|zip|json|json\.gz)$/i;
