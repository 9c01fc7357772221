/** The identities every sandbox has. */
export const identities = {
  tenantId: '6f0d6d3a-5c1e-4c58-9d0c-2f6a8f1b7e10',
  botId: '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31',
  botSecret: 'woodgrove-sandbox',
  teamsAppId: 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126',
  mailFrom: ['guestlist@woodgrove.com'],
};
