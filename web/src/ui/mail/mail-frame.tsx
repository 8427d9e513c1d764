import { useEffect, useMemo, useRef, useState } from "react";
import { mailDocument } from "./mail-document.ts";
import s from "./mail-frame.module.css";

interface Props {
  readonly html: string;
  readonly subject: string;
  readonly pictures: boolean;
  readonly dark: boolean;
  /** A link was pressed inside the mail; nothing is followed by the preview itself. */
  readonly onLink: (href: string) => void;
  /** Why remote pictures are left out. */
  readonly whyNot: string;
}

/**
 * The mail as its recipient sees it, in a frame that may run no script. It shares our origin only so that its height can
 * be read and presses on its links be answered here.
 */
export function MailFrame({ html, subject, pictures, dark, onLink, whyNot }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(120);
  const mail = useMemo(() => mailDocument(html, { pictures, dark }), [html, pictures, dark]);
  const follow = useRef(onLink);
  follow.current = onLink;
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let observer: ResizeObserver | undefined;
    function listen() {
      const inner = element?.contentDocument;
      if (!inner?.body) return;
      const measure = () => setHeight(Math.ceil(inner.documentElement.getBoundingClientRect().height));
      measure();
      observer?.disconnect();
      observer = new ResizeObserver(measure);
      observer.observe(inner.documentElement);
      inner.addEventListener("click", (event) => {
        const link = (event.target as Element | null)?.closest?.("a[href]");
        if (!link) return;
        event.preventDefault();
        follow.current(link.getAttribute("href") ?? "");
      });
      // Keys pressed while the mail has the focus still work the screen.
      inner.addEventListener("keydown", (event) => document.dispatchEvent(new KeyboardEvent("keydown", event)));
    }
    element.addEventListener("load", listen);
    listen();
    return () => {
      element.removeEventListener("load", listen);
      observer?.disconnect();
    };
  }, []);
  return (
    <>
      <iframe
        ref={frame}
        className={s.frame}
        style={{ height, colorScheme: dark ? "dark" : "light" }}
        title={`Mail: ${subject}`}
        sandbox="allow-same-origin"
        srcDoc={mail.html}
      />
      {mail.remotePictures > 0 ? (
        <p className={s.kept}>
          {mail.remotePictures === 1 ? "A remote picture is" : `${mail.remotePictures} remote pictures are`} not loaded
          here: {whyNot}
        </p>
      ) : null}
    </>
  );
}
