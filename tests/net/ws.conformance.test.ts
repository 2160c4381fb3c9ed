import { registerConformance } from './conformance.ts';
import { createWsReference } from './support/ws-reference.ts';

registerConformance('ws', createWsReference);
