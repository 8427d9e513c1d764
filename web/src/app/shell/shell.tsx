import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { KeySheet } from "../../ui/keys/key-sheet.tsx";
import { press } from "../../ui/keys/registry.ts";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { problemCode } from "../api.ts";
import { ClockProvider } from "../clock.tsx";
import { startLive } from "../live.ts";
import { paths } from "../paths.ts";
import { meQuery } from "../session.ts";
import { BottomBar } from "./bottom-bar.tsx";
import { Claim } from "./claim.tsx";
import { Rail } from "./rail.tsx";
import s from "./shell.module.css";
import { SignIn } from "./sign-in.tsx";
import { LostStrip, SandboxStrip } from "./strips.tsx";
import { Unreachable } from "./unreachable.tsx";
import { useScreenKeys } from "./use-screen-keys.ts";

const loadPalette = () => import("./palette.tsx").then((module) => ({ default: module.Palette }));
const Palette = lazy(loadPalette);

/** The frame of every screen: rail, sandbox strip, sheet. It waits for the session, so screens can rely on it. */
export function Shell() {
  const claiming = useRouterState({ select: (state) => state.location.pathname === paths.claim });
  const me = useQuery({ ...meQuery, enabled: !claiming });
  if (claiming) return <Claim />;
  if (me.data)
    return (
      <ClockProvider>
        <Frame />
      </ClockProvider>
    );
  if (me.error) {
    if (problemCode(me.error) === "unauthenticated") return <SignIn />;
    return <Unreachable error={me.error} retry={() => void me.refetch()} />;
  }
  return null;
}

function Frame() {
  const queries = useQueryClient();
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  useEffect(() => startLive(queries), [queries]);
  useEffect(() => {
    // Fetched when nothing else is, so that what is typed right after Ctrl-K lands in it.
    const timer = setTimeout(() => void loadPalette(), 1_500);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  useScreenKeys();
  useKeys([
    { keys: "mod+k", label: "Search or run", group: "Everywhere", run: () => setPalette(true) },
    { keys: "?", label: "All keys", group: "Everywhere", run: () => setKeys(true) },
  ]);
  return (
    <div className={s.app}>
      <a className={s.skip} href="#main">
        Skip to the screen
      </a>
      <Rail onFind={() => setPalette(true)} onKeys={() => setKeys(true)} />
      <div className={s.sheet}>
        <SandboxStrip />
        <LostStrip />
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </div>
      <BottomBar onFind={() => setPalette(true)} />
      <KeySheet opened={keys} onClose={() => setKeys(false)} />
      {palette ? (
        <Suspense fallback={null}>
          <Palette onClose={() => setPalette(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
