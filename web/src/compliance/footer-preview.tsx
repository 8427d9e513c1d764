import type { ComplianceSettings } from "@haste/contract/nouns/compliance";
import s from "./compliance.module.css";

type Footer = Pick<
  ComplianceSettings,
  "unsubscribeLink" | "unsubscribeText" | "includePhysicalAddress" | "physicalAddress"
>;

/** What stands below an email that has neither address nor link of its own. */
export function FooterPreview({ footer }: { footer: Footer }) {
  const address = footer.includePhysicalAddress ? footer.physicalAddress.trim() : "";
  const link = footer.unsubscribeLink === "none" ? "" : footer.unsubscribeText.trim() || "Unsubscribe";
  return (
    <figure className={s.preview} aria-label="The footer as it stands below an email">
      {address === "" && link === "" ? (
        <span>Nothing is added: activation asks for an address and a link in every email.</span>
      ) : null}
      <span dir="auto">{address}</span>
      {address !== "" && link !== "" ? " · " : null}
      {link === "" ? null : <u dir="auto">{link}</u>}
    </figure>
  );
}
