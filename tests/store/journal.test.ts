import { describeStores } from '../support/store.ts';
import { journalContract } from './journal-contract.ts';

describeStores('the journal', journalContract);
