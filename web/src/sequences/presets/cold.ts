import { byHand, hello, mail, type Preset, signed, theirCompany, untracked, whom } from "./preset.ts";

export const coldFounders: Preset = {
  id: "cold-founders",
  title: "Cold: founders",
  text: "Owners who have never heard of you",
  steps: [
    mail({
      subject: `{{ contact.firstName | default: 'Hello' }}, one question about ${theirCompany}`,
      tracking: untracked,
      says: [
        hello,
        "we have not met, so I will be brief. Founders I talk to name the same three worries: finding the next customers, keeping the first ones, and hiring before it hurts.",
        `Which of the three costs you the most hours at ${theirCompany} right now?`,
        "One word is enough. I will answer with what helped others in your place, or tell you honestly that I have nothing for it.",
        signed,
      ],
    }),
    byHand({
      type: "linkedin",
      after: 1,
      title: `Ask ${whom} to connect`,
      notes:
        "No pitch in the request: founders read who you are, not what you write. A look at what they posted last makes the next mail better.",
      dueIn: { value: 1, unit: "businessDays" },
      isAwaited: false,
    }),
    mail({
      after: 2,
      says: [
        hello,
        "in case my question came in a full week, a smaller one: is this yours to decide, or does somebody else look after it by now?",
        "If it is somebody else, a first name helps me more than an introduction.",
        signed,
      ],
    }),
    mail({
      after: 5,
      says: [
        hello,
        "two mails without an answer is an answer too, so this is my last one.",
        "If the timing was the only thing wrong, reply with a month and I will write then. Otherwise I wish you a good quarter.",
        signed,
      ],
    }),
  ],
};

export const coldOperations: Preset = {
  id: "cold-operations",
  title: "Cold: operations",
  text: "People who run the daily work",
  steps: [
    mail({
      subject: `Who looks after this at ${theirCompany}?`,
      tracking: untracked,
      says: [
        hello,
        "I help operations teams find the hour a day that gets lost between two systems: the list that is kept twice, the status somebody has to ask for, the handover nobody wrote down.",
        `Is there one like that at ${theirCompany}? If it has a name among your people, I would be curious to hear it.`,
        signed,
      ],
    }),
    mail({
      after: 2,
      says: [
        hello,
        "something you can check without me: take yesterday’s list of open questions and count how many were only “where is it?”. Teams usually guess three and find a dozen.",
        "If your number is small, tell me and I will leave you alone.",
        signed,
      ],
    }),
    byHand({
      type: "call",
      after: 2,
      title: `Call ${whom} at the start of a shift`,
      notes:
        "Ask for the list that is kept twice. Whoever does not pick up gets no message on the machine: the next mail says the same in writing.",
      dueIn: { value: 1, unit: "businessDays" },
      isAwaited: true,
    }),
    mail({
      after: 2,
      says: [
        hello,
        "would 15 minutes help to look at that list together? I bring the questions, you bring one ordinary day. You keep the notes either way.",
        "Mornings before the first shift or late afternoons both work for me.",
        signed,
      ],
    }),
    mail({
      after: 6,
      says: [
        hello,
        "I will not keep knocking. Should this become a topic later, a reply to this mail reaches me, even in a year.",
        signed,
      ],
    }),
  ],
};
