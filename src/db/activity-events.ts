/**
 * What is noted of activities, and not of requests and guests: it is forgotten after a while. The index by
 * age is over these, so another one takes a migration.
 */
export const ACTIVITY_EVENTS = { answered: 'answered', denied: 'denied' } as const;
