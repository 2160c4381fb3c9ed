/** The store can't start. The message is one sentence for the operator: what happened and what to do. */
export class StartFault extends Error {
	constructor(message: string, cause?: unknown) {
		super(message, { cause });
		this.name = 'StartFault';
	}
}
