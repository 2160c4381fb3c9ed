/** Loaded before a server: some library in it leaves a failed promise lying about, whenever it is told to. */
process.on('message', () => {
	void Promise.reject(new Error('left lying about'));
	process.send?.('done');
});
