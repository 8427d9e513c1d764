import type { SequenceInput } from "@haste/contract/nouns/sequences";
import type { z } from "zod";

export type DemoSequence = z.input<typeof SequenceInput>;

const everyDay = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const link = (path: string, words: string) => `<a href="https://tidewater.example/${path}">${words}</a>`;
const paragraphs = (...lines: string[]) => lines.map((line) => `<p>${line}</p>`).join("\n");

/** Open at any hour, so that its first mails leave the moment the demo world exists. */
const dockQueue: DemoSequence = {
  name: "The dock queue",
  description: "First contact with people who run a yard. Four short mails in one thread.",
  settings: {
    timezoneMode: "contact",
    sendingDays: [...everyDay],
    sendingHours: { start: "00:00", end: "24:00" },
    tracking: { opens: true, clicks: true },
  },
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      content: {
        subject: "{{ contact.firstName | default: 'Hello' }}, quick one on the dock queue",
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }},",
          "most sites we meet lose about 40 minutes a day in the dock queue, and nobody’s screen shows it. I wondered whether that is true at {{ company.name | default: 'your site' }}, too.",
          `We put every trailer and every dock on one picture, with the wait in minutes. Nordhavn took 31 % out of theirs in ${link("nordhavn", "five weeks")}.`,
          "Would a picture of how they did it help?",
          "Best,<br>{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 2, unit: "days" },
      content: {
        htmlContent: paragraphs(
          "One thing I left out, {{ contact.firstName | default: 'sorry' }}: it needs no new hardware. The gate camera and the clock in the yard truck are enough.",
          `If you have four minutes, ${link("four-minutes", "this is the whole thing")}, without a form in front of it.`,
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 4, unit: "days" },
      content: {
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'again' }},",
          "a number you can check without us: count the trailers waiting at 10:30 on a Tuesday and multiply by what a driver costs you per hour. {% if company.industry == 'Cold chain' or company.industry == 'Food' %}With cooled goods, add the diesel of the reefers.{% else %}Most people stop at the second dock door.{% endif %}",
          "If the result is small, tell me and I will leave you alone.",
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 1, unit: "weeks" },
      content: {
        subject: "Shall I close the file?",
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }},",
          "I have not heard back, which usually means that it is not the time. Shall I close the file on {{ company.name | default: 'this' }}, or is there somebody else I should ask?",
          "Either answer is fine, one word is enough.",
          "Best,<br>{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
  ],
};

/** Office hours in the reader's own zone. */
const portFair: DemoSequence = {
  name: "After the port fair",
  description: "For people whose card we took home. Three mails, in the working hours of their own zone.",
  settings: {
    timezoneMode: "contact",
    sendingDays: ["mon", "tue", "wed", "thu", "fri"],
    sendingHours: { start: "09:00", end: "17:00" },
    tracking: { opens: true, clicks: true },
  },
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      content: {
        subject: "The sketch from stand 14",
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }},",
          "you stopped at stand 14 and we drew your yard on the back of a menu. I have put it into something you can read: " +
            `${link("sketch", "the sketch, cleaned up")}.`,
          "Two of the arrows are guesses. Which of the gates do the empties leave by{% if custom.city %} in {{ custom.city }}{% endif %}?",
          "{{ sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 3, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          "{{ contact.firstName | default: 'Hello' }}, I asked our planner to run your sketch with three trailers more per hour, since you said that this is what spring looks like.",
          `It breaks at gate two, at about 11:20. ${link("gate-two", "Here is the minute it happens")}.`,
          "Worth half an hour with whoever plans your shifts?",
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 5, unit: "businessDays" },
      content: {
        htmlContent: paragraphs(
          "Last note from me on this. If the sketch is useful to you as it is, keep it, there is nothing to sign.",
          "If you would like the numbers behind it, answer with a time that suits you and I will bring them.",
          "All the best for the season,<br>{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
  ],
};

/** Mornings and early afternoons in the middle of the week; the first mail is sent without tracking. */
const winterPlan: DemoSequence = {
  name: "Winter plan",
  description: "A careful first mail without pixel or rewritten links, then two follow-ups.",
  settings: {
    timezoneMode: "contact",
    sendingWindows: [
      { days: ["tue", "wed", "thu"], start: "08:30", end: "11:00" },
      { days: ["tue", "wed", "thu"], start: "13:30", end: "16:30" },
    ],
    tracking: { opens: true, clicks: true },
  },
  steps: [
    {
      type: "email",
      delay: { value: 0, unit: "minutes" },
      tracking: { opens: false, clicks: false },
      content: {
        subject: "Who plans your gates for the winter?",
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }},",
          "I am trying to find out who at {{ company.name | default: 'your company' }} decides how many gates are open between December and February. Is that you{% if contact.title %}, as {{ contact.title }}{% endif %}, or should I ask somebody else?",
          "I ask because the sites that plan it in November wait half as long in January.",
          "Kind regards,<br>{{ sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 4, unit: "days" },
      content: {
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }}, in case it got lost: one page with the three numbers we would look at before December.",
          `${link("winter", "It is here")}. No registration, you can forward it.`,
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
    {
      type: "email",
      delay: { value: 1, unit: "weeks" },
      content: {
        htmlContent: paragraphs(
          "I will not write a fourth time, {{ contact.firstName | default: 'promised' }}. If winter turns out to be crowded, you know where I am.",
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
  ],
};

/** Two ways in, by what somebody does there, and people of the team have their hands in both. */
const bigYards: DemoSequence = {
  name: "Big yards, by hand",
  description: "Whoever manages a yard is called, the others are met on LinkedIn; how the call ended decides the mail.",
  settings: {
    timezoneMode: "contact",
    sendingDays: [...everyDay],
    sendingHours: { start: "08:00", end: "18:00" },
    tracking: { opens: true, clicks: true },
  },
  steps: [
    {
      type: "branch",
      delay: { value: 0, unit: "minutes" },
      content: {
        branches: [
          {
            name: "Manages the yard",
            if: { field: "contact.title", op: "contains", value: "manager" },
            steps: [
              {
                type: "call",
                delay: { value: 0, unit: "minutes" },
                content: {
                  title:
                    "Call {{ contact.firstName | default: contact.email }} at {{ company.name | default: 'the yard' }}",
                  notes:
                    "Ask how many trailers wait at 10:30. {% if custom.city %}They are in {{ custom.city }}. {% endif %}If nobody picks up, say so here and the mail goes out by itself.",
                  dueIn: { value: 1, unit: "hours" },
                  waitForCompletion: true,
                },
              },
              {
                type: "branch",
                delay: { value: 0, unit: "minutes" },
                content: {
                  branches: [
                    {
                      name: "Talked to us",
                      if: { field: "task.outcome", op: "in", value: ["connected", "interested", "meeting booked"] },
                      steps: [
                        {
                          type: "email",
                          delay: { value: 1, unit: "hours" },
                          content: {
                            subject: "As promised on the phone",
                            htmlContent: paragraphs(
                              "Hi {{ contact.firstName | default: 'there' }},",
                              `thank you for the minutes. ${link("phone", "Here is the one page")} we talked about, with your number of trailers in it.`,
                              "If a colleague should see it, forward it as it is.",
                              "{{ sender.firstName | default: sender.name }}",
                            ),
                          },
                        },
                      ],
                    },
                  ],
                  otherwise: [
                    {
                      type: "email",
                      delay: { value: 1, unit: "hours" },
                      content: {
                        subject: "I tried to reach you, {{ contact.firstName | default: 'briefly' }}",
                        htmlContent: paragraphs(
                          "Hi {{ contact.firstName | default: 'there' }},",
                          "I rang to ask one thing: how many trailers stand in line at half past ten? A number is enough, and I will tell you what it costs.",
                          "{{ sender.firstName | default: sender.name }}",
                        ),
                      },
                    },
                  ],
                },
              },
            ],
          },
        ],
        otherwise: [
          {
            type: "linkedin",
            delay: { value: 0, unit: "minutes" },
            content: {
              title: "Ask {{ contact.firstName | default: contact.email }} to connect",
              notes:
                "One sentence about {{ company.name | default: 'their site' }}, nothing to sell. {% if contact.title %}They are {{ contact.title }}: ask who decides about the gates.{% endif %}",
              // Without a date it is for today, every day.
              dueIn: null,
              waitForCompletion: true,
            },
          },
          {
            type: "email",
            delay: { value: 1, unit: "businessDays" },
            content: {
              subject: "Who decides about the gates at {{ company.name | default: 'your site' }}?",
              htmlContent: paragraphs(
                "Hi {{ contact.firstName | default: 'there' }},",
                `I asked you to connect and owe you the reason: we count the minutes trailers wait, and ${link("gates", "sites like yours")} found that the gates are opened in the wrong order.`,
                "Is that yours to decide, or whom should I ask?",
                "{{ sender.firstName | default: sender.name }}",
              ),
            },
          },
        ],
      },
    },
    {
      type: "email",
      delay: { value: 5, unit: "businessDays" },
      content: {
        subject: "The queue at the gates, for the last time",
        htmlContent: paragraphs(
          "Hi {{ contact.firstName | default: 'there' }}, this is the last you hear of me on this.",
          "If the queue grows in spring, a reply to this mail reaches me.",
          "{{ sender.firstName | default: sender.name }}",
        ),
      },
    },
  ],
};

/** The sequences of the demo world. */
export const demoSequences = { dockQueue, portFair, winterPlan, bigYards } as const;
