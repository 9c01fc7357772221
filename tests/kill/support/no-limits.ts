/** A day's work in a minute: what is tried here is not the pace, and the sandbox's own limits are switched off. */
export const NO_LIMITS: Record<string, string> = {
  TURNS_PER_PERSON_PER_MINUTE: '6000',
  TEAM_MEMBERS_PER_MINUTE: '6000',
  MAILS_PER_MINUTE: '6000',
  CHAT_SENDS_PER_SECOND: '1000',
  CHAT_SENDS_PER_2_SECONDS: '2000',
  CHAT_SENDS_PER_30_SECONDS: '30000',
  CHAT_SENDS_PER_HOUR: '100000',
  BOT_CALLS_PER_SECOND: '1000',
};
