import type { Template } from "@haste/contract/nouns/templates";
import { useCallback, useEffect, useRef, useState } from "react";
import { problemCode } from "../app/api.ts";
import { forgetWords, isSameWords, keepWords, keptWords, type Words, wordsOf } from "./draft.ts";

/** Typing rests this long before the browser keeps it. */
const REST_MS = 500;

export interface Draft {
  readonly words: Words;
  readonly isChanged: boolean;
  readonly state: "still" | "saving" | "failed" | "conflict";
  readonly error: unknown;
  /** Words of an earlier visit that were not saved are shown again. */
  readonly isBack: boolean;
  readonly change: (part: Partial<Words>) => void;
  readonly save: () => Promise<boolean>;
  readonly discard: () => void;
  /** Settles a conflict: mine go over what somebody else saved, or theirs are taken. */
  readonly settle: (whose: "mine" | "theirs", theirs: Template) => void;
}

/** The words of one template while they are edited; a version is made when somebody saves, and nothing typed is lost before. */
export function useDraft(template: Template, onSave: (template: Template) => Promise<void>): Draft {
  const kept = useRef(keptWords(template.id, template.contentVersion));
  const [base, setBase] = useState(template);
  const [words, setWords] = useState<Words>(() => kept.current ?? wordsOf(template));
  const [state, setState] = useState<Draft["state"]>("still");
  const [error, setError] = useState<unknown>(null);
  const [isBack, setIsBack] = useState(kept.current !== null);
  const isChanged = !isSameWords(base, words);
  const latest = useRef({ base, words, isChanged });
  latest.current = { base, words, isChanged };

  // What somebody else saved is taken over where nothing was typed; else it is told when saving.
  useEffect(() => {
    const { base: before, isChanged: isTyped } = latest.current;
    if (template.version <= before.version) return;
    if (isSameWords(before, template) || !isTyped) setBase(template);
    if (!isTyped) setWords(wordsOf(template));
  }, [template]);

  useEffect(() => {
    const timer = setTimeout(() => {
      if (isChanged) keepWords(base.id, words, base.contentVersion);
      else forgetWords(base.id);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [base, words, isChanged]);

  const change = useCallback((part: Partial<Words>) => {
    setWords((before) => ({ ...before, ...part }));
    setIsBack(false);
  }, []);

  const save = async () => {
    if (!latest.current.isChanged || state === "saving") return true;
    const saved = latest.current.words;
    setState("saving");
    try {
      await onSave({ ...base, ...saved });
      forgetWords(base.id);
      setState("still");
      setError(null);
      setIsBack(false);
      return true;
    } catch (cause) {
      setState(problemCode(cause) === "precondition_failed" ? "conflict" : "failed");
      setError(cause);
      return false;
    }
  };

  const settle = (whose: "mine" | "theirs", theirs: Template) => {
    setBase(theirs);
    if (whose === "theirs") setWords(wordsOf(theirs));
    setState("still");
  };

  const discard = () => {
    setWords(wordsOf(base));
    setIsBack(false);
    forgetWords(base.id);
  };
  return { words, isChanged, state, error, isBack, change, save, discard, settle };
}
