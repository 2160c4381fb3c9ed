import { ask, pageOf, type Script, say } from './script.ts';

const home = pageOf('/', 'Demo shop');
const jackets = pageOf('/jackets', 'Jackets · Demo shop');
const boots = pageOf('/boots', 'Hiking boots · Demo shop');
const basket = pageOf('/basket', 'Basket · Demo shop');
const account = pageOf('/account/orders', 'My orders · Demo shop');
const gifts = pageOf('/gift-cards', 'Gift cards · Demo shop');

const script = (matter: string, start: Script['start'], ...steps: Script['steps']): Script => ({
	language: 'en',
	matter,
	start,
	steps,
});

export const englishScripts: readonly Script[] = [
	script(
		'I would like to know about delivery to Estonia.',
		jackets,
		say('Hi! How long does delivery to Estonia take?'),
		{ page: basket },
		say('And how much is it?'),
		say('Great, thanks!'),
	),
	script(
		'My boots are too small and I need one size up.',
		account,
		say('Hello, the boots I ordered are too small'),
		say('Can I exchange them for size 43?'),
		say('How long does the exchange take?'),
		say('ok thank you'),
	),
	script(
		'I am waiting for my parcel, the order is DS204518.',
		account,
		say('Where is my order?'),
		say('The tracking has not moved since Monday'),
		say('Can I talk to a person please?'),
	),
	script(
		'I want to buy a gift card for a friend.',
		gifts,
		say('do you sell gift cards?'),
		say('How long is it valid?'),
		say('Perfect, thank you'),
	),
	script(
		'I am looking for a rain jacket for autumn.',
		home,
		say('How much is a rain jacket?'),
		{ page: jackets },
		say('Which size should I take, my chest is 100 cm'),
		say('Is there a discount for a first order?'),
	),
	script(
		'The zip of my jacket broke and I would like it repaired.',
		account,
		say('The zip of my winter jacket is broken after two months'),
		say('What does the warranty cover?'),
		ask,
	),
	script(
		'I wanted to know whether you rent out tents.',
		home,
		say('Do you rent out tents?'),
		say('Hmm ok. And what are your opening hours?'),
	),
	script(
		'I need an invoice for my company.',
		basket,
		say('Hi, can a company pay on an invoice?'),
		say('How many days do we have to pay?'),
		say('Thanks, that is all'),
	),
	script(
		'I would like to return two jackets.',
		account,
		say('How do I return a jacket?'),
		say('When do I get my money back?'),
		say('Can I bring it to the shop instead?'),
	),
	script(
		'I would like to cancel an order that I placed by mistake.',
		account,
		say('I ordered the same backpack twice by mistake'),
		say('How can I cancel one of the orders?'),
		say('Thank you!'),
	),
	script(
		'How do I look after leather boots?',
		boots,
		say('How should I clean leather boots?'),
		say('can I dry them on the radiator'),
		say('good to know, thanks'),
	),
	script(
		'I would like to collect my order today.',
		basket,
		say('Can I pick my order up in the shop today?'),
		say('Where is the shop?'),
		say('Is there parking?'),
		say('Great, see you later'),
	),
	script(
		'I am not sure which of your boots fit wide feet.',
		boots,
		say('Hi there'),
		say('Which boots would you recommend for wide feet?'),
		ask,
	),
	script('I am asking about delivery to Norway.', home, say('Do you deliver to Norway?'), say('and the customs?')),
];
