import type { LintRule } from "../rule.ts";
import { clipped } from "./clipped.ts";
import { contrast } from "./contrast.ts";
import { deadLink } from "./dead-link.ts";
import { emptyVariable } from "./empty-variable.ts";
import { falseReply } from "./false-reply.ts";
import { foreignLink } from "./foreign-link.ts";
import { hiddenText } from "./hidden-text.ts";
import { imageOnly } from "./image-only.ts";
import { misleadingLink } from "./misleading-link.ts";
import { missingAddress } from "./missing-address.ts";
import { missingUnsubscribe } from "./missing-unsubscribe.ts";
import { oddCase } from "./odd-case.ts";
import { shortenedLink } from "./shortened-link.ts";
import { shoutingSubject } from "./shouting-subject.ts";
import { spamPhrases } from "./spam-phrases.ts";
import { subjectLength } from "./subject-length.ts";
import { textDrift } from "./text-drift.ts";
import { unclosedElement } from "./unclosed-element.ts";
import { unknownVariable } from "./unknown-variable.ts";
import { unreadable } from "./unreadable.ts";

/** Every rule, those that keep a mail from leaving first. */
export const lintRules: readonly LintRule[] = [
  unreadable,
  unknownVariable,
  emptyVariable,
  oddCase,
  missingUnsubscribe,
  missingAddress,
  falseReply,
  misleadingLink,
  deadLink,
  shortenedLink,
  foreignLink,
  clipped,
  hiddenText,
  imageOnly,
  contrast,
  unclosedElement,
  textDrift,
  subjectLength,
  shoutingSubject,
  spamPhrases,
];
