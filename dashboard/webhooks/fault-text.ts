import { readFaultLine } from '../../shared/webhook.ts';
import { useWebhooksTexts } from './texts.ts';

/** What a delivery met, in the reader's language; a receiver's own words stay as they are. */
export function useFaultText(): (line: string) => string {
	const t = useWebhooksTexts();
	return (line) => {
		const read = readFaultLine(line);
		if (read === null) return line;
		const words = t().faults[read.fault];
		return read.detail === '' ? words : `${words}: ${read.detail}`;
	};
}
