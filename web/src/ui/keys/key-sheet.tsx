import { Modal, Switch } from "@mantine/core";
import s from "./kbd.module.css";
import { Kbd } from "./kbd.tsx";
import { type KeyBinding, setSingleKeys } from "./registry.ts";
import { useBindings, useSingleKeys } from "./use-keys.ts";

/** The cheat sheet behind `?`: every key that works on this screen now. */
export function KeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const groups = groupBindings(useBindings());
  const single = useSingleKeys();
  return (
    <Modal opened={opened} onClose={onClose} title="Keys on this screen" size={640}>
      <div className={s.sheet}>
        {[...groups].map(([group, bindings]) => (
          <section key={group} className={s.group}>
            <h3>{group}</h3>
            {bindings.map((each) => (
              <div key={each.keys} className={s.row}>
                <span>{each.label}</span>
                <Kbd keys={each.keys} />
                <span className="sr">{each.keys}</span>
              </div>
            ))}
          </section>
        ))}
      </div>
      <div className={s.foot}>
        <Switch
          checked={single}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
          labelPosition="left"
          label="Keys without Ctrl or ⌘"
        />
      </div>
    </Modal>
  );
}

function groupBindings(bindings: readonly KeyBinding[]): Map<string, KeyBinding[]> {
  const groups = new Map<string, KeyBinding[]>();
  const seen = new Set<string>();
  for (const binding of [...bindings].reverse()) {
    if (binding.hidden || seen.has(binding.keys)) continue;
    seen.add(binding.keys);
    groups.set(binding.group, [binding, ...(groups.get(binding.group) ?? [])]);
  }
  return groups;
}
