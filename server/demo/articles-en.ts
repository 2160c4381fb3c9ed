import type { DemoArticle } from './article.ts';

/** What the Demo shop, a small shop for outdoor clothes and shoes that does not exist, tells its customers. */
export const englishArticles: readonly DemoArticle[] = [
	{
		kind: 'text',
		title: 'Delivery: cost and time',
		body: `Delivery to a parcel locker costs €2.99, a courier to your door €4.99. Orders of €50 or more are delivered free of charge within the Baltic countries.

Orders placed before 14:00 on a working day leave our warehouse the same day. Within Latvia a parcel arrives in 1–2 working days, in Lithuania and Estonia in 2–3 working days, elsewhere in the European Union in 4–7 working days.

A parcel waits for you in the locker for 5 days. If you need more time, prolong it by 2 days with the link in the text message.`,
	},
	{
		kind: 'question',
		title: 'Which countries do you deliver to?',
		body: 'We deliver to all countries of the European Union, to Norway and to Switzerland. Outside the Baltic countries delivery costs €9.90 and is free for orders of €120 or more. For Norway and Switzerland the carrier may collect local import taxes.',
	},
	{
		kind: 'text',
		title: 'Returns and refunds',
		body: `You can return anything within 30 days of receiving it, as long as it is unworn and has its tags. Register the return in your account, print the label or show the code at a parcel locker, and drop the parcel off, or bring everything to our shop. A return by parcel costs €2.50, which we deduct from the refund; a faulty item travels free of charge.

We check the parcel when it arrives and send the money back the way you paid within 5 working days. Sale items can be returned too. Socks, underwear and opened water bottles can't, for reasons of hygiene.`,
	},
	{
		kind: 'question',
		title: 'Can I exchange an item for another size?',
		body: 'Yes, free of charge and within 30 days. Choose "Exchange" in your account, pick the other size or colour, and send the first item back with the label we give you. We put the new size aside at once and ship it as soon as your parcel is on its way.',
	},
	{
		kind: 'question',
		title: 'Which size should I choose?',
		body: `Most of our clothes run true to size. Chest measure: S 88–94 cm, M 95–101 cm, L 102–108 cm, XL 109–116 cm. If you are between two sizes, take the larger one for jackets and the smaller one for base layers.

For boots, add about 1 cm to the length of your foot: a foot of 25.5 cm takes size 41, 26.5 cm size 42, 27 cm size 43. Thick socks need half a size more.`,
	},
	{
		kind: 'text',
		title: 'Prices',
		body: `T-shirts cost from €19, fleece jumpers from €39, rain jackets from €79, winter jackets from €129, hiking boots from €99 and backpacks from €45. All prices are in euro and include VAT.

The price that you see when you order is the one you pay: nothing is added at checkout but the delivery you choose. If an item becomes cheaper within 14 days after your order, write to us and we refund the difference.`,
	},
	{
		kind: 'question',
		title: 'How can I pay?',
		body: 'You can pay by bank card (Visa, Mastercard), Apple Pay, Google Pay, PayPal or by bank link. Companies may order on an invoice with 14 days to pay. In the shop we also take cash. Payment by instalments is not offered.',
	},
	{
		kind: 'text',
		title: 'Warranty and faulty items',
		body: `Everything we sell has a two-year warranty against defects of material and make, zips, seams and soles included. It does not cover normal wear, cuts, or damage from washing against the label.

If something arrives broken or fails later, send us two photos and the order number. We answer within one working day, and you choose whether the item is repaired, replaced or refunded. You pay nothing for sending it.`,
	},
	{
		kind: 'question',
		title: 'Where is my order?',
		body: 'When your parcel leaves us you get an e-mail and a text message with a tracking link. You can also see the status in your account under "Orders". If the tracking has not moved for three working days, tell us the order number: it starts with DS and has six digits.',
	},
	{
		kind: 'question',
		title: 'Can I change or cancel my order?',
		body: 'Yes, as long as it is not packed, usually for about an hour after you order: open the order in your account and choose "Change" or "Cancel". If you have paid already, the money is back within 5 working days. Once the parcel is on its way, please return it instead.',
	},
	{
		kind: 'text',
		title: 'Opening hours and address',
		body: `Our shop is at 12 Parauga Street in Riga, on the ground floor, three minutes on foot from the tram stop. There is free parking in the yard.

It is open Monday to Friday from 10:00 to 19:00 and on Saturday from 10:00 to 16:00. On Sunday and on public holidays it is closed; the online shop takes orders at any time.`,
	},
	{
		kind: 'text',
		title: 'Gift cards',
		body: `Gift cards come for €25, €50 and €100, by e-mail within minutes or printed in an envelope. They are valid for two years, in the online shop and on the spot.

Enter the code at checkout. Whatever is left stays on the card for the next purchase. A gift card can't be exchanged for cash.`,
	},
	{
		kind: 'question',
		title: 'Do you have a discount?',
		body: 'You get 10 % off your first order when you join our newsletter. Students and pensioners get 10 % at any time in the shop. Twice a year, in January and in July, the end-of-season sale takes 30–50 % off. Discounts are not added together: the largest one counts.',
	},
	{
		kind: 'text',
		title: 'Care for jackets and boots',
		body: `Wash a rain jacket at 30 °C with a mild detergent and without softener, close the zips, and tumble-dry it for 20 minutes on low: the warmth brings the water repellency back. Renew the coating with a spray about once a year.

Clean boots with a brush and lukewarm water, take the insoles out, and let them dry at room temperature, never on a radiator. Leather boots want wax after every third wet walk.`,
	},
	{
		kind: 'question',
		title: 'Can I collect my order in the shop?',
		body: 'Yes, free of charge. If the item is in stock in the shop, your order is ready in about two hours and we send a text message; otherwise it comes from the warehouse on the next working day. We keep it for 7 days. You can try everything on and return it on the spot.',
	},
];
