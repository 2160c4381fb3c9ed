/** A command can not be done. The message is one sentence for the person at the keyboard: what is, and what to do. */
export class OperatorFault extends Error {
	constructor(message: string, cause?: unknown) {
		super(message, { cause });
		this.name = 'OperatorFault';
	}
}
