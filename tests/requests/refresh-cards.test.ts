import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { recordCard } from '../../src/requests/record-card.ts';
import { refreshCards } from '../../src/requests/refresh-cards.ts';
import { givenDatabase, type TestDatabase } from '../support/database.ts';
import { givenRequests } from '../support/given-requests.ts';
