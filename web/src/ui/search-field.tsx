import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { Kbd } from "./keys/kbd.tsx";
import { useKeys } from "./keys/use-keys.ts";

/** Typing rests this long before it is searched. */
const REST_MS = 200;

/** Search of a list: `/` leads into it, Esc empties and leaves it, and it searches by itself when typing rests. */
export function SearchField(props: {
  value: string;
  onSearch: (text: string) => void;
  label: string;
  width?: number | "100%";
  focus?: boolean;
}) {
  const [text, setText] = useState(props.value);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => {
    if (text === latest.current.value) return;
    const timer = setTimeout(() => latest.current.onSearch(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys([{ keys: "/", label: "Search this list", group: "List", run: () => field.current?.focus() }]);
  return (
    <TextInput
      ref={field}
      {...(props.focus ? { "data-autofocus": true } : {})}
      size="xs"
      w={props.width ?? 240}
      maw="100%"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        setText("");
        field.current?.blur();
      }}
      placeholder={props.label}
      aria-label={props.label}
      leftSection={<IconSearch size={14} stroke={1.75} />}
      rightSection={text ? null : <Kbd keys="/" />}
    />
  );
}
