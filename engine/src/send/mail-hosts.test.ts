import { describe, expect, test } from "vitest";
import { findHostByDomain, findHostByMx, mailHosts } from "./mail-hosts.ts";

describe("the servers of a mailbox", () => {
  test("are known for more than thirty hosts, each with what its maker says about it", () => {
    expect(mailHosts.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mailHosts.map(({ id }) => id)).size).toBe(mailHosts.length);
    for (const { name, smtp, imap, username, password, page } of mailHosts) {
      expect([name, username, password]).toEqual([name, expect.any(String), expect.any(String)]);
      expect([name, page]).toEqual([name, expect.stringMatching(/^https:\/\/[^ ]+$/)]);
      for (const server of imap === null ? [smtp] : [smtp, imap]) {
        expect([name, server.host]).toEqual([name, expect.stringMatching(/^[a-z0-9.-]+$/)]);
        const implied = server.port === 465 || server.port === 993 ? "implicit" : "starttls";
        expect([name, server.port, server.tls]).toEqual([name, server.port, implied]);
      }
    }
  });

  test.each([
    ["gmail.com", "gmail"],
    ["GMX.de", "gmx"],
    ["gmx.com", "gmx-com"],
    ["hotmail.com", "outlook"],
    ["me.com", "icloud"],
  ])("are found by the domain of %s", (domain, id) => expect(findHostByDomain(domain)?.id).toBe(id));

  test.each([
    ["acme-com.mail.protection.outlook.com.", "microsoft-365"],
    ["hotmail-com.olc.protection.outlook.com", "outlook"],
    ["ASPMX.L.GOOGLE.COM", "gmail"],
    ["in1-smtp.messagingengine.com", "fastmail"],
    ["mx00.kundenserver.de", "ionos-de"],
    ["smtpin.rzone.de", "strato"],
    ["mx-aol.mail.gm0.yahoodns.net", "aol"],
    ["mta5.am0.yahoodns.net", "yahoo"],
    ["inbound-smtp.eu-west-1.amazonaws.com", "workmail-eu-west"],
  ])("are found by where mail goes: %s", (exchange, id) => expect(findHostByMx([exchange])?.id).toBe(id));

  test("stay unknown for a host that only ends alike, and where nobody says", () => {
    expect(findHostByMx(["mx.notgoogle.com", "mail.example.com"])).toBeNull();
    expect(findHostByMx([])).toBeNull();
    expect(findHostByDomain("example.com")).toBeNull();
    expect(findHostByDomain("")).toBeNull();
  });
});
