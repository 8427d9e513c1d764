import type { ComplianceSettings } from "@haste/contract/nouns/compliance";
import { type PageScheme, pageColors } from "@haste/engine/preferences";
import { TextInput } from "@mantine/core";
import type { CSSProperties } from "react";
import { useMe } from "../app/session.ts";
import { Section } from "../ui/page.tsx";
import s from "./compliance.module.css";

type Brand = Pick<ComplianceSettings, "brandName" | "brandColor">;

/** Nothing, or `#` and six digits. */
export function isColor(text: string): boolean {
  return text === "" || /^#[0-9a-f]{6}$/.test(text);
}

/** Whose page the unsubscribe link opens: the name above it, and the color of what can be pressed. */
export function BrandFields({ brand, change }: { brand: Brand; change: (patch: Partial<Brand>) => void }) {
  const { brandName, brandColor } = brand;
  const { workspace } = useMe();
  return (
    <Section title="The page recipients see" aside="Behind the unsubscribe link">
      <div className={s.form}>
        <TextInput
          label="Your name there"
          placeholder={workspace.name}
          maxLength={100}
          value={brandName}
          onChange={(event) => change({ brandName: event.currentTarget.value })}
        />
        <TextInput
          label="Your color"
          description="Darkened or lightened where nobody could read it"
          placeholder="#1a2b88"
          maxLength={7}
          error={isColor(brandColor) ? null : "Write # and six digits, such as #1a2b88."}
          value={brandColor}
          onChange={(event) => change({ brandColor: event.currentTarget.value.trim().toLowerCase() })}
        />
        <figure className={s.pages} aria-label="The page, light and dark">
          {(["light", "dark"] as const).map((scheme) => (
            <PagePreview
              key={scheme}
              scheme={scheme}
              name={brandName.trim() || workspace.name}
              color={isColor(brandColor) ? brandColor : ""}
            />
          ))}
        </figure>
      </div>
    </Section>
  );
}

function PagePreview({ scheme, name, color }: { scheme: PageScheme; name: string; color: string }) {
  const { page, key, onKey } = pageColors(scheme, color);
  const colors = { "--page-ground": page, "--page-key": key, "--page-on-key": onKey } as CSSProperties;
  return (
    <div className={s.publicPage} style={colors}>
      <b className="cut" dir="auto">
        {name}
      </b>
      <span>Unsubscribe</span>
    </div>
  );
}
