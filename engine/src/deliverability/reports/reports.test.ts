import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDmarcReport } from "./read-dmarc-report.ts";
import { readTlsReport } from "./read-tls-report.ts";
import { readXml } from "./read-xml.ts";

const record = (
  source: string,
  count: number,
  dkim: string,
  spf: string,
) => `<record><row><source_ip>${source}</source_ip>
  <count>${count}</count><policy_evaluated><disposition>none</disposition><dkim>${dkim}</dkim><spf>${spf}</spf></policy_evaluated></row>
  <identifiers><header_from>example.com</header_from></identifiers>
  <auth_results><dkim><domain>example.com</domain><result>pass</result></dkim><spf><domain>bounce.example.com</domain></spf></auth_results></record>`;
const dmarc = (records: string, domain = "example.com") => `<?xml version="1.0"?>
<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"><report_metadata><org_name>Big &amp; Co</org_name><report_id>r-1</report_id>
<date_range><begin>1763856000</begin><end>1763942399</end></date_range></report_metadata>
<policy_published><domain>${domain}</domain><p>none</p></policy_published>${records}</feedback>`;

describe("a DMARC report", () => {
  test("tells for each source how much was proven, by either of the two ways", () => {
    const reading = readDmarcReport(
      dmarc(
        [
          record("192.0.2.1", 5, "pass", "fail"),
          record("192.0.2.1", 2, "fail", "pass"),
          record("198.51.100.9", 7, "fail", "fail"),
        ].join(""),
      ),
    );
    expect(reading).toMatchObject({
      ok: true,
      report: {
        ...{ kind: "dmarc", organization: "Big & Co", reportId: "r-1", domain: "example.com", from: 1_763_856_000_000 },
        rows: [
          {
            source: "192.0.2.1",
            passed: 7,
            failed: 0,
            dkimAligned: 5,
            spfAligned: 2,
            seenAs: "dkim=example.com spf=bounce.example.com",
          },
          { source: "198.51.100.9", passed: 0, failed: 7 },
        ],
      },
    });
  });

  test.each([
    ["declares entities", `<!DOCTYPE feedback [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${dmarc("")}`, /declares/],
    ["is cut off", dmarc("").slice(0, -20), /ends in the middle/],
    ["nests without end", "<a>".repeat(5_000), /nests deeper/],
    ["has crossed elements", "<feedback><a></feedback></a>", /closes nothing/],
    ["is another document", "<html></html>", /no DMARC report/],
    ["names no domain", dmarc("", "nothing"), /names no domain/],
    ["has no time", dmarc("").replace("1763856000", "soon"), /no time/],
    ["is no XML", "hello", /ends in the middle/],
  ])("that %s is refused with its reason", (_, text, reason) => {
    const reading = readDmarcReport(text);
    expect(reading.ok).toBe(false);
    expect(reading.ok ? "" : reading.reason).toMatch(reason);
  });

  test("leaves entities nobody declared as they are", () => {
    expect(readXml("<a>&lt;&#65;&#x42;&boom;<![CDATA[<x>]]></a>")).toMatchObject({ text: "<AB&boom;<x>" });
  });

  test("never throws, whatever is sent in its place", () => {
    const part = fc.constantFrom(
      "<",
      ">",
      "/",
      "a",
      "<!",
      "<![CDATA[",
      "]]>",
      "<!--",
      "&",
      "&#9999999;",
      "<?",
      dmarc(""),
      "<record>",
      "</row>",
      "\0",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(typeof readDmarcReport(parts.join("")).ok).toBe("boolean");
        expect(typeof readTlsReport(parts.join("")).ok).toBe("boolean");
      }),
    );
  });
});

describe("a TLS report", () => {
  const tls = (policies: unknown) =>
    JSON.stringify({
      ...{ "organization-name": "Big", "report-id": "t-1", policies },
      "date-range": { "start-datetime": "2026-11-20T00:00:00Z", "end-datetime": "2026-11-20T23:59:59Z" },
    });
  const policy = { "policy-type": "sts", "policy-domain": "Example.com", "mx-host": ["mx.example.com"] };

  test("tells how many sessions were encrypted, and why the others were not", () => {
    const details = [
      { "result-type": "certificate-expired", "receiving-mx-hostname": "mx2.example.com", "failed-session-count": 3 },
    ];
    const summary = { "total-successful-session-count": 40, "total-failure-session-count": 5 };
    expect(readTlsReport(tls([{ policy, summary, "failure-details": details }]))).toMatchObject({
      ok: true,
      report: {
        ...{ kind: "tls", domain: "example.com", reportId: "t-1" },
        rows: [
          { source: "mx.example.com", passed: 40, failed: 2 },
          { source: "mx2.example.com", passed: 0, failed: 3, outcome: "certificate-expired" },
        ],
      },
    });
  });

  test.each(["[]", "{}", "{", tls([]), tls([{ policy: { "policy-domain": 7 } }]), tls("x")])(
    "is refused where it is %s",
    (text) => {
      expect(readTlsReport(text).ok).toBe(false);
    },
  );
});
