/** What is asked of a server under attack, and what it says. Sizes in bytes. */
export interface ProbeQuestion {
	/** Where the answer goes. */
	readonly file: string;
	/** Names of tables and columns too. */
	readonly names: boolean;
}

export interface ProbeAnswer {
	/** After a collection. */
	readonly heapUsed: number;
	readonly rss: number;
	/** Since the process began. */
	readonly cpuSeconds: number;
	readonly faults: readonly string[];
	readonly names: readonly string[];
}
