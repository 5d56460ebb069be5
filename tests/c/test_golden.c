/* Plays the golden files, PyTorch's numbers, to sessions and compares. The files
 * are scripts, a verb a line; tests/golden/README.md says what each verb does. A
 * new case needs no C. */
#include "harness.h"

#include <stdlib.h>

#include "golden_ask.h"
#include "net/init.h"
#include "net/layer.h"
#include "net/loss.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

/* Of a tensor: the largest difference by the largest number, or by FLOOR where all
 * are smaller: what is truly zero comes out as float's rounding of zero. */
#define TOLERANCE 2e-5
#define FLOOR     1e-2

enum { MOST_IMAGES = 64, CONFIG_SIZE = 4096 };

static float want[MOST_NUMBERS];
static uint8_t pixels[MOST_NUMBERS];

/* A file and how far it is played; from `name` on, the case at hand. */
typedef struct player {
    const char *path;
    int line;
    char *rest; /* of the line */
    int cases;
    double worst; /* of all differences, in tolerances */

    char name[96], config[CONFIG_SIZE];
    const char *covers; /* the row that the case stands for */
    size_t config_length;
    int rank, shape[4];
    int classes;
    size_t images;
    golden_run run;
} player;

static bool fail(const player *p, const char *what, const char *detail) {
    CHECK(!"the golden file can be played");
    printf("    %s:%d: %s: %s %s\n", p->path, p->line, p->name, what, detail);
    return false;
}

/* The next word of the line; "" at its end. */
static char *word(player *p) {
    char *start = p->rest + strspn(p->rest, " ");
    char *end = start + strcspn(start, " ");
    p->rest = *end ? end + 1 : end;
    *end = 0;
    return start;
}

/* Rank, dimensions and values into `want`; the last value stands for all that
 * follow. Returns how many, 0 on an error. */
static size_t read_tensor(player *p) {
    size_t count = 1, there = 0;
    p->rank = atoi(word(p));
    if (p->rank < 1 || p->rank > 4) return fail(p, "a rank outside", "1 … 4");
    for (int i = 0; i < 4; i++) p->shape[i] = 0;
    for (int i = 0; i < p->rank; i++) {
        p->shape[i] = atoi(word(p));
        if (p->shape[i] < 1 || p->shape[i] > MOST_NUMBERS) return fail(p, "a dimension of", "0");
        count *= (size_t)p->shape[i];
        if (count > MOST_NUMBERS) return fail(p, "a tensor", "too large");
    }
    for (char *value; *(value = word(p)); there++) {
        if (there == count) return fail(p, "more values than the shape has:", value);
        want[there] = strtof(value, NULL);
    }
    if (!there) return fail(p, "a tensor", "without values");
    for (; there < count; there++) want[there] = want[there - 1];
    return count;
}

/* What stands for a case */

typedef struct table {
    const char *kind;
    const ink_choice *const *rows;
    bool covered[64];
} table;

static table tables[] = {
    {"layer", ink_layers, {false}},         {"loss", ink_losses, {false}},
    {"optimizer", ink_optimizers, {false}}, {"schedule", ink_schedules, {false}},
    {"init", ink_inits, {false}},
};
enum { TABLES = sizeof tables / sizeof *tables };

static bool play_covers(player *p) {
    const char *kind = word(p), *row = word(p);
    for (int t = 0; t < TABLES; t++)
        for (int r = 0; tables[t].rows[r]; r++)
            if (strcmp(kind, tables[t].kind) == 0 && strcmp(row, tables[t].rows[r]->name) == 0) {
                p->covers = tables[t].rows[r]->name;
                return tables[t].covered[r] = true;
            }
    return fail(p, "no row of that name:", row);
}

static void end_case(player *p) {
    ink_session_destroy(p->run.session);
    ink_data_destroy(p->run.data);
    p->run.session = NULL, p->run.data = NULL;
}

static bool play_case(player *p) {
    end_case(p);
    *p = (player){.path = p->path,
                  .line = p->line,
                  .rest = p->rest,
                  .cases = p->cases + 1,
                  .worst = p->worst};
    snprintf(p->name, sizeof p->name, "%s", p->rest);
    return true;
}

static bool play_config(player *p) {
    size_t length = strlen(p->rest);
    if (p->config_length + length + 2 > CONFIG_SIZE) return fail(p, "a config", "too long");
    memcpy(p->config + p->config_length, p->rest, length);
    p->config_length += length;
    p->config[p->config_length++] = '\n';
    return true;
}

static bool play_classes(player *p) {
    p->classes = atoi(word(p));
    return true;
}

static bool play_images(player *p) {
    size_t count = read_tensor(p);
    if (!count) return false;
    p->images = (size_t)p->shape[0];
    if (p->rank != 3 || p->images > MOST_IMAGES) return fail(p, "images", "of another shape");
    p->run.pixels = pixels, p->run.image_size = count / p->images;
    for (size_t i = 0; i < count; i++) pixels[i] = (uint8_t)want[i];
    return ink_data_create(NULL, p->shape[1], p->shape[2], p->classes, &p->run.data, &error) == 0 ||
           fail(p, "images:", error.detail);
}

/* A case that stands for a row must ask for it. */
static bool asks_for_its_row(const player *p) {
    char line[64];
    snprintf(line, sizeof line, "=%s\n", p->covers ? p->covers : "");
    return p->covers && strstr(p->config, line);
}

/* Labels follow the images and complete data and config. */
static bool play_labels(player *p) {
    if (!asks_for_its_row(p)) return fail(p, "the config does not ask for the row", "it covers");
    uint8_t labels[MOST_IMAGES];
    if (!p->images || read_tensor(p) != p->images)
        return fail(p, "labels:", "not one for each image");
    for (size_t i = 0; i < p->images; i++) labels[i] = (uint8_t)want[i];
    if (ink_data_set(p->run.data, false, pixels, labels, p->images, &error) < 0 ||
        ink_session_create(NULL, p->config, p->run.data, 1, &p->run.session, &error) < 0)
        return fail(p, "labels:", error.detail);
    return true;
}

/* What the session does */

static bool play_load(player *p) {
    const char *name = word(p);
    if (!read_tensor(p)) return false;
    return ink_session_load(p->run.session, name, p->rank, p->shape, want, &error) == 0 ||
           fail(p, "load:", error.detail);
}

static bool play_gradient(player *p) {
    return ink_session_gradient(p->run.session, INK_TRAIN, 0, train_images(&p->run), &error) == 0 ||
           fail(p, "gradient:", error.detail);
}

static bool play_steps(player *p) {
    p->run.steps = (size_t)atoi(word(p));
    if (p->run.steps < 1 || p->run.steps > MOST_STEPS) return fail(p, "steps", "outside 1 … 64");
    for (size_t i = 0; i < p->run.steps; i++) {
        if (ink_session_step(p->run.session, &error)) return fail(p, "steps:", error.detail);
        ink_progress progress;
        ink_session_progress(p->run.session, &progress);
        p->run.losses[i] = progress.loss;
        p->run.rates[i] = progress.learning_rate;
    }
    return true;
}

/* Comparing */

static double largest_want(size_t count) {
    double largest = FLOOR;
    for (size_t i = 0; i < count; i++) largest = fmax(largest, fabs((double)want[i]));
    return largest;
}

/* tolerance 0: TOLERANCE of the largest number. */
static bool compare(player *p, char *what, double tolerance) {
    size_t count = read_tensor(p), asked = count ? ask(&p->run, what) : 0;
    if (!count) return false;
    if (!asked) return fail(p, "there is no such thing:", what);
    if (!CHECK_EQ_INT(asked, count)) return fail(p, "has another size:", what);
    if (tolerance == 0) tolerance = TOLERANCE * largest_want(count);
    size_t worst = 0;
    double off = 0;
    for (size_t i = 0; i < count && off == off; i++) { /* nothing is worse than a NaN */
        double here = fabs((double)got[i] - (double)want[i]);
        if (!(here <= off)) worst = i, off = here;
    }
    p->worst = fmax(p->worst, off / tolerance);
    if (!CHECK(off <= tolerance))
        printf("    %s:%d: %s: %s[%zu] is %.9g, not %.9g ± %.3g\n", p->path, p->line, p->name, what,
               worst, (double)got[worst], (double)want[worst], tolerance);
    return true;
}

static bool play_expect(player *p) { return compare(p, word(p), 0); }

static bool play_within(player *p) {
    double tolerance = strtod(word(p), NULL);
    if (!(tolerance > 0)) return fail(p, "within", "nothing");
    return compare(p, word(p), tolerance);
}

static bool play_line(player *p) {
    static const struct {
        const char *name;
        bool (*play)(player *p);
        bool needs_session;
    } verbs[] = {
        {"case", play_case, false},     {"covers", play_covers, false},
        {"config", play_config, false}, {"classes", play_classes, false},
        {"images", play_images, false}, {"labels", play_labels, false},
        {"load", play_load, true},      {"gradient", play_gradient, true},
        {"steps", play_steps, true},    {"expect", play_expect, true},
        {"within", play_within, true},
    };
    const char *verb = word(p);
    if (!*verb || *verb == '#') return true;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].name, verb) == 0) {
            if (verbs[i].needs_session && !p->run.session) return fail(p, "comes too early:", verb);
            return verbs[i].play(p);
        }
    return fail(p, "not a verb:", verb);
}

/* The whole file, terminated; the caller frees it. */
static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    if (text && fread(text, 1, (size_t)size, file) != (size_t)size) text[0] = 0;
    fclose(file);
    return text;
}

static void play_file(const char *path) {
    char *text = read_file(path);
    if (!CHECK(text)) return;
    player p = {.path = path};
    for (char *line = text, *next; line; line = next) {
        if ((next = strchr(line, '\n'))) *next++ = 0;
        p.line++, p.rest = line;
        if (!play_line(&p)) break;
    }
    end_case(&p);
    CHECK(p.cases > 0);
    printf("%s: %d cases, at worst %.2g of the tolerance\n", path, p.cases, p.worst);
    free(text);
}

TEST(layers) { play_file("tests/golden/layers.txt"); }
TEST(losses) { play_file("tests/golden/losses.txt"); }
TEST(optimizers) { play_file("tests/golden/optimizers.txt"); }
TEST(schedules) { play_file("tests/golden/schedules.txt"); }
TEST(inits) { play_file("tests/golden/inits.txt"); }

/* PyTorch has no random search; test_optim.c holds it to its rule. */
static bool is_exempt(const char *name) { return strcmp(name, "random-search") == 0; }

TEST(every_row_has_a_case) {
    for (int t = 0; t < TABLES; t++)
        for (int r = 0; tables[t].rows[r]; r++) {
            const char *name = tables[t].rows[r]->name;
            if (!CHECK(tables[t].covered[r] != is_exempt(name)))
                printf("    %s %s: %s\n", tables[t].kind, name,
                       is_exempt(name) ? "has a case though it is exempt"
                                       : "has no case in tests/golden: see its README.md");
        }
}

int main(void) {
    RUN(layers);
    RUN(losses);
    RUN(optimizers);
    RUN(schedules);
    RUN(inits);
    RUN(every_row_has_a_case);
    return harness_end();
}
