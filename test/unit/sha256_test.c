/*
 * sha256_test.c
 *	  SHA-256 of many messages at once against the standard's own examples and
 *	  a plain one written here from FIPS 180-4, for all lengths about the block
 *	  boundaries and all numbers of messages about that of lanes.
 */
#include "ledger/sha256_core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int	passed = 0;
static int	failed = 0;

static void
check(bool ok, const char *what, long n)
{
	if (ok)
		passed++;
	else
	{
		failed++;
		printf("not ok: %s %ld\n", what, n);
	}
}

/* constants from their definition: fractions of roots of primes */
static uint32_t k[64];
static uint32_t h0[8];

static uint32_t
fraction(int prime, int root)
{
	/* the root's first 32 bits behind the point, by bisection in integers */
	unsigned __int128 low = 0;
	unsigned __int128 high = (unsigned __int128) 1 << 37;

	while (high - low > 1)
	{
		unsigned __int128 mid = (low + high) / 2;
		unsigned __int128 power = root == 2 ? mid * mid : mid * mid * mid;

		if (power <= (unsigned __int128) prime << (32 * root))
			low = mid;
		else
			high = mid;
	}
	return (uint32_t) low;
}

static void
make_constants(void)
{
	int			found = 0;

	for (int n = 2; found < 64; n++)
	{
		bool		prime = true;

		for (int d = 2; d * d <= n; d++)
			prime = prime && n % d != 0;
		if (!prime)
			continue;
		k[found] = fraction(n, 3);
		if (found < 8)
			h0[found] = fraction(n, 2);
		found++;
	}
}

#define ROTATE(x, n) ((x) >> (n) | (x) << (32 - (n)))

static void
plain_block(uint32_t *h, const uint8_t *block)
{
	uint32_t	w[64];
	uint32_t	v[8];

	for (int t = 0; t < 16; t++)
		w[t] = (uint32_t) block[4 * t] << 24 | (uint32_t) block[4 * t + 1] << 16 |
			(uint32_t) block[4 * t + 2] << 8 | block[4 * t + 3];
	for (int t = 16; t < 64; t++)
		w[t] = (ROTATE(w[t - 2], 17) ^ ROTATE(w[t - 2], 19) ^ w[t - 2] >> 10) + w[t - 7] +
			(ROTATE(w[t - 15], 7) ^ ROTATE(w[t - 15], 18) ^ w[t - 15] >> 3) + w[t - 16];
	memcpy(v, h, sizeof(v));
	for (int t = 0; t < 64; t++)
	{
		uint32_t	a = v[7] + (ROTATE(v[4], 6) ^ ROTATE(v[4], 11) ^ ROTATE(v[4], 25)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) + k[t] + w[t];
		uint32_t	b = (ROTATE(v[0], 2) ^ ROTATE(v[0], 13) ^ ROTATE(v[0], 22)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(uint32_t));
		v[4] += a;
		v[0] = a + b;
	}
	for (int i = 0; i < 8; i++)
		h[i] += v[i];
}

static void
plain(const uint8_t *data, size_t length, uint8_t *digest)
{
	uint32_t	h[8];
	size_t		padded = (length + 9 + 63) / 64 * 64;
	uint8_t    *all = calloc(padded, 1);

	memcpy(h, h0, sizeof(h));
	if (length > 0)
		memcpy(all, data, length);
	all[length] = 0x80;
	for (int i = 0; i < 8; i++)
		all[padded - 1 - i] = (uint8_t) ((uint64_t) length * 8 >> 8 * i);
	for (size_t at = 0; at < padded; at += 64)
		plain_block(h, all + at);
	for (int i = 0; i < 32; i++)
		digest[i] = (uint8_t) (h[i / 4] >> (24 - 8 * (i % 4)));
	free(all);
}

static void
example(const char *text, size_t repeats, const char *expected)
{
	size_t		length = strlen(text);
	uint8_t    *data = malloc(length * repeats + 1);
	uint8_t		digest[32];
	char		hex[65];

	for (size_t i = 0; i < repeats; i++)
		memcpy(data + i * length, text, length);
	sha256_many(&(Sha256Message) {data, length * repeats, digest}, 1);
	for (int i = 0; i < 32; i++)
		sprintf(hex + 2 * i, "%02x", digest[i]);
	check(strcmp(hex, expected) == 0, text, (long) repeats);
	free(data);
}

int
main(void)
{
	make_constants();
	example("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	example("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	example("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	example("a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");

	/* each length with exactly its bytes, so that the sanitizer sees a byte too far */
	for (int n = 0; n <= 70; n++)
	{
		Sha256Message message[70];
		uint8_t		digest[70][32];
		uint8_t		expected[32];

		for (int i = 0; i < n; i++)
		{
			size_t		length = (size_t) ((i * 37 + n * 11) % 330);
			uint8_t    *data = malloc(length);

			for (size_t b = 0; b < length; b++)
				data[b] = (uint8_t) (b * 7 + i + n);
			message[i] = (Sha256Message) {data, length, digest[i]};
		}
		sha256_many(message, n);
		for (int i = 0; i < n; i++)
		{
			plain(message[i].data, message[i].length, expected);
			check(memcmp(expected, digest[i], 32) == 0, "length", (long) message[i].length);
			free((void *) message[i].data);
		}
	}
	printf("%s vectors\n", sha256_is_wide() ? "wide" : "no wide");
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
