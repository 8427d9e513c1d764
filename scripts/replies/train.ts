import { type Features, featureCount, likelihoods, type ReplyModel, replyFeatures } from "@haste/engine/track";
import type { LabeledReply } from "./labeled.ts";

const rounds = 40;
const stepSize = 0.8;
const decay = 2e-4;

/** How people begin and end mails: so that neither says anything about what stands between. */
const frames: Readonly<Record<string, readonly [string, string][]>> = {
  en: [
    ["Hi Amina,", "Best regards, Peter"],
    ["Hello,", "Thanks, Joan"],
    ["Dear Ms. Diallo,", "Kind regards, Eleni Papadaki, Head of Operations"],
  ],
  de: [
    ["Hallo Frau Diallo,", "Viele Grüße, Jonas"],
    ["Guten Tag,", "Mit freundlichen Grüßen, Petra Vogel"],
    ["Liebe Amina,", "LG Max"],
  ],
  es: [
    ["Hola Amina:", "Un saludo, Lucía"],
    ["Buenos días,", "Saludos cordiales, Javier"],
    ["Estimada señora Diallo:", "Gracias, Marta"],
  ],
  fr: [
    ["Bonjour Amina,", "Cordialement, Chloé"],
    ["Bonjour,", "Bien à vous, Luc Martin"],
    ["Madame,", "Merci, Hugo"],
  ],
  pt: [
    ["Olá Amina,", "Abraços, Ana"],
    ["Bom dia,", "Atenciosamente, João Costa"],
    ["Prezada senhora,", "Obrigado, Rui"],
  ],
};

interface Example {
  readonly features: Features;
  readonly class: number;
}

/**
 * Trains on these replies, always with the same result: stochastic gradient descent in a fixed order, each text once
 * bare and once between a greeting and a name. Classes weigh the same however many texts they have.
 */
export function trainReplies(replies: readonly LabeledReply[]): ReplyModel {
  const classes = [...new Set(replies.map((reply) => reply.class))].toSorted();
  const counts = classes.map((name) => replies.filter((reply) => reply.class === name).length);
  const examples = shuffled(replies.flatMap((reply, index) => examplesOf(reply, index, classes)));
  const rows = classes.map(() => new Float32Array(featureCount));
  for (let round = 0; round < rounds; round += 1) {
    const step = stepSize / (1 + round / 10);
    for (const example of examples) {
      const balance = replies.length / (classes.length * (counts[example.class] as number));
      learn(rows, example, { step: step * balance, decay });
    }
  }
  return { classes, rows };
}

function examplesOf(reply: LabeledReply, index: number, classes: readonly string[]): Example[] {
  const framed = frames[reply.language]?.[index % 3] ?? ["", ""];
  return [reply.text, `${framed[0]}\n${reply.text}\n${framed[1]}`].map((text) => ({
    features: replyFeatures(text),
    class: classes.indexOf(reply.class),
  }));
}

function learn(rows: readonly Float32Array[], example: Example, rate: { step: number; decay: number }): void {
  const { places, weights } = example.features;
  const shares = likelihoods({ rows }, example.features);
  for (const [index, row] of rows.entries()) {
    const error = (shares[index] as number) - (index === example.class ? 1 : 0);
    for (const [at, place] of places.entries()) {
      const before = row[place] as number;
      row[place] = before - rate.step * (error * (weights[at] as number) + rate.decay * before);
    }
  }
}

/** The order of a small generator with a fixed start (Numerical Recipes), so that training repeats exactly. */
function shuffled<T>(items: readonly T[]): T[] {
  const mixed = [...items];
  let state = 20_261_128;
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (index + 1);
    [mixed[index], mixed[other]] = [mixed[other] as T, mixed[index] as T];
  }
  return mixed;
}
