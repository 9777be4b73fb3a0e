/*
 * sha256_core.c
 *	  SHA-256 (FIPS 180-4) of many messages at once: sixteen of them in the lanes
 *	  of wide vectors, each lane taking the next message when its own is done.
 *
 * A processor without instructions for SHA-256 spends most of the time of a leaf
 * on it; with sixteen lanes that is a tenth. Plain C with the compiler's
 * vectors, compiled once more for AVX-512 and AVX2 where there is x86.
 *
 * Calls nothing; no PostgreSQL here.
 */
#include "ledger/sha256_core.h"

#include <string.h>

#define LANES 16
#define BLOCK 64

typedef uint32_t Word __attribute__((vector_size(4 * LANES)));

static const uint32_t round_constant[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static const uint32_t initial[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
};

typedef struct Lane
{
	const Sha256Message *message;	/* NULL: idle */
	const uint8_t *next;		/* of the blocks in place */
	size_t		blocks;			/* in place, still to come */
	int			tail_at;		/* next block of the tail */
	int			tail_blocks;
	uint8_t		tail[2 * BLOCK];	/* last bytes, padding and length */
} Lane;

static inline uint32_t
big_endian(const uint8_t *byte)
{
	return (uint32_t) byte[0] << 24 | (uint32_t) byte[1] << 16 | (uint32_t) byte[2] << 8 | byte[3];
}

static void
lane_take(Lane *lane, const Sha256Message *message)
{
	size_t		rest = message->length % BLOCK;
	uint64_t	bits = (uint64_t) message->length * 8;
	uint8_t    *end;

	lane->message = message;
	lane->next = message->data;
	lane->blocks = message->length / BLOCK;
	lane->tail_at = 0;
	lane->tail_blocks = rest + 9 <= BLOCK ? 1 : 2;
	memset(lane->tail, 0, sizeof(lane->tail));
	if (rest > 0)
		memcpy(lane->tail, message->data + message->length - rest, rest);
	lane->tail[rest] = 0x80;
	end = lane->tail + lane->tail_blocks * BLOCK;
	for (int i = 1; i <= 8; i++)
	{
		end[-i] = (uint8_t) bits;
		bits >>= 8;
	}
}

/* the lane's next block; *last when no other follows */
static inline const uint8_t *
lane_block(Lane *lane, bool *last)
{
	const uint8_t *block;

	*last = false;
	if (lane->blocks > 0)
	{
		block = lane->next;
		lane->next += BLOCK;
		lane->blocks--;
		return block;
	}
	block = lane->tail + lane->tail_at++ * BLOCK;
	*last = lane->tail_at == lane->tail_blocks;
	return block;
}

#define ROTATE(x, n) (((x) >> (n)) | ((x) << (32 - (n))))

/* one block in each lane */
static inline __attribute__((always_inline)) void
compress(Word *state, Word *w)
{
	Word		a = state[0],
				b = state[1],
				c = state[2],
				d = state[3],
				e = state[4],
				f = state[5],
				g = state[6],
				h = state[7];

	for (int t = 0; t < 64; t++)
	{
		Word		here;
		Word		first;
		Word		second;

		if (t < 16)
			here = w[t];
		else
		{
			Word		x = w[(t - 15) & 15];
			Word		y = w[(t - 2) & 15];

			here = w[t & 15] + (ROTATE(x, 7) ^ ROTATE(x, 18) ^ (x >> 3)) + w[(t - 7) & 15] +
				(ROTATE(y, 17) ^ ROTATE(y, 19) ^ (y >> 10));
			w[t & 15] = here;
		}
		first = h + (ROTATE(e, 6) ^ ROTATE(e, 11) ^ ROTATE(e, 25)) + (g ^ (e & (f ^ g))) +
			round_constant[t] + here;
		second = (ROTATE(a, 2) ^ ROTATE(a, 13) ^ ROTATE(a, 22)) + ((a & b) | (c & (a | b)));
		h = g;
		g = f;
		f = e;
		e = d + first;
		d = c;
		c = b;
		b = a;
		a = first + second;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}

static inline __attribute__((always_inline)) void
hash_all(const Sha256Message *message, size_t n)
{
	static const uint8_t nothing[BLOCK];
	Lane		lane[LANES];
	union
	{
		Word		word[8];
		uint32_t	lane[8][LANES];
	}			state;
	union
	{
		Word		word[16];
		uint32_t	lane[16][LANES];
	}			w;
	size_t		taken = 0;
	int			busy = 0;

	memset(&state, 0, sizeof(state));
	for (int i = 0; i < LANES; i++)
	{
		lane[i].message = NULL;
		if (taken < n)
		{
			lane_take(&lane[i], &message[taken++]);
			for (int k = 0; k < 8; k++)
				state.lane[k][i] = initial[k];
			busy++;
		}
	}
	while (busy > 0)
	{
		uint32_t	done = 0;

		for (int i = 0; i < LANES; i++)
		{
			const uint8_t *block = nothing;
			bool		last = false;

			if (lane[i].message != NULL)
				block = lane_block(&lane[i], &last);
			for (int t = 0; t < 16; t++)
				w.lane[t][i] = big_endian(block + 4 * t);
			done |= (uint32_t) last << i;
		}
		compress(state.word, w.word);
		for (int i = 0; done >> i != 0; i++)
		{
			if (!(done >> i & 1))
				continue;
			for (int k = 0; k < 8; k++)
			{
				uint32_t	value = state.lane[k][i];
				uint8_t    *to = lane[i].message->digest + 4 * k;

				to[0] = (uint8_t) (value >> 24);
				to[1] = (uint8_t) (value >> 16);
				to[2] = (uint8_t) (value >> 8);
				to[3] = (uint8_t) value;
				state.lane[k][i] = initial[k];
			}
			if (taken < n)
				lane_take(&lane[i], &message[taken++]);
			else
			{
				lane[i].message = NULL;
				busy--;
			}
		}
	}
}

#ifdef __x86_64__

static __attribute__((target("avx512f,avx512vl,avx512bw"))) void
hash_avx512(const Sha256Message *message, size_t n)
{
	hash_all(message, n);
}

static __attribute__((target("avx2"))) void
hash_avx2(const Sha256Message *message, size_t n)
{
	hash_all(message, n);
}

static int
width(void)
{
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
		return 512;
	return __builtin_cpu_supports("avx2") ? 256 : 0;
}

#endif

bool
sha256_is_wide(void)
{
#ifdef __x86_64__
	return width() > 0;
#else
	return false;
#endif
}

void
sha256_many(const Sha256Message *message, size_t n)
{
#ifdef __x86_64__
	switch (width())
	{
		case 512:
			hash_avx512(message, n);
			return;
		case 256:
			hash_avx2(message, n);
			return;
	}
#endif
	hash_all(message, n);
}
