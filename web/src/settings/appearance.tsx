import { Switch } from "@mantine/core";
import { SchemeControl } from "../app/shell/person-menu.tsx";
import { setSingleKeys } from "../ui/keys/registry.ts";
import { useSingleKeys } from "../ui/keys/use-keys.ts";
import { PageBody, Section } from "../ui/page.tsx";

/** Light or dark, and whether single keys act. Kept in this browser. */
export function Appearance() {
  const single = useSingleKeys();
  return (
    <PageBody label="Appearance and keys">
      <Section title="Appearance">
        <div style={{ maxWidth: 280 }}>
          <SchemeControl />
        </div>
      </Section>
      <Section title="Keys">
        <div style={{ maxWidth: 420 }}>
          <Switch
            checked={single}
            onChange={(event) => setSingleKeys(event.currentTarget.checked)}
            labelPosition="left"
            label="Keys without Ctrl or ⌘, such as J, K and C"
          />
        </div>
      </Section>
    </PageBody>
  );
}
