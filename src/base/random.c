#include "base/random.h"

static void philox_block(ink_random *random) {
    uint32_t c0 = random->counter[0], c1 = random->counter[1];
    uint32_t c2 = random->counter[2], c3 = random->counter[3];
    uint32_t k0 = random->key[0], k1 = random->key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    random->block[0] = c0, random->block[1] = c1;
    random->block[2] = c2, random->block[3] = c3;
}

ink_random ink_random_make(uint64_t seed, ink_stream stream, uint32_t index) {
    return (ink_random){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
        .counter = {0, 0, (uint32_t)stream, index},
        .used = 4,
    };
}

const uint32_t *ink_random_four(ink_random *random) {
    philox_block(random);
    random->used = 4;
    if (++random->counter[0] == 0) random->counter[1]++;
    return random->block;
}

uint32_t ink_random_bits(ink_random *random) {
    if (random->used == 4) {
        ink_random_four(random);
        random->used = 0;
    }
    return random->block[random->used++];
}

float ink_random_uniform(ink_random *random) {
    return (float)(ink_random_bits(random) >> 8) * 0x1p-24f;
}

float ink_random_between(ink_random *random, float low, float high) {
    return low + (high - low) * ink_random_uniform(random);
}

uint32_t ink_random_below(ink_random *random, uint32_t n) {
    uint64_t product = (uint64_t)ink_random_bits(random) * n;
    if ((uint32_t)product < n)
        for (uint32_t threshold = -n % n; (uint32_t)product < threshold;)
            product = (uint64_t)ink_random_bits(random) * n;
    return (uint32_t)(product >> 32);
}

void ink_random_shuffle(ink_random *random, uint32_t *items, uint32_t count) {
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = ink_random_below(random, i), item = items[i - 1];
        items[i - 1] = items[j];
        items[j] = item;
    }
}
