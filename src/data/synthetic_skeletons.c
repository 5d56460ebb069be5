#include "data/synthetic_skeletons.h"

#define D(x, y, u, v) \
    { INK__PEN_DOWN, x, y, u, v }
#define S(x, y, u, v) \
    { INK__PEN_SMOOTH, x, y, u, v }
#define C(x, y, u, v) \
    { INK__PEN_CORNER, x, y, u, v }

static const ink__knot zero_oval[] = {
    D(60, 8, 50, 2),   S(35, 3, 30, 8),   S(12, 25, 6, 28),  S(8, 58, 2, 60),   S(22, 90, 20, 90),
    S(45, 98, 50, 98), S(66, 82, 86, 82), S(72, 45, 98, 50), S(66, 14, 78, 14), S(54, 4, 38, 2),
};
static const ink__knot zero_from_left[] = {
    D(30, 12, 40, 2),  S(12, 35, 10, 20), S(10, 66, 4, 60), S(26, 94, 24, 92), S(50, 96, 60, 96),
    S(70, 70, 88, 76), S(72, 34, 92, 40), S(52, 6, 70, 10), S(34, 4, 36, 6),   S(24, 20, 18, 18),
};

static const ink__knot one_plain[] = {D(50, 0, 50, 0), S(48, 50, 54, 50), S(50, 100, 50, 100)};
static const ink__knot one_hooked[] = {D(20, 30, 36, 14), S(36, 16, 44, 8), C(50, 0, 50, 0),
                                       S(50, 50, 50, 50), S(50, 100, 50, 100)};
static const ink__knot one_based[] = {D(26, 26, 32, 18), S(38, 14, 40, 10), C(52, 0, 50, 0),
                                      S(50, 50, 50, 50), S(50, 98, 50, 98), D(24, 98, 10, 100),
                                      S(50, 98, 50, 98), S(76, 97, 90, 96)};

static const ink__knot two_plain[] = {D(12, 22, 6, 26),  S(32, 4, 26, 6),   S(60, 4, 60, 2),
                                      S(74, 22, 82, 26), S(62, 50, 68, 54), S(36, 78, 40, 80),
                                      C(10, 97, 4, 96),  S(46, 93, 46, 96), S(92, 96, 98, 92)};
static const ink__knot two_looped[] = {D(16, 20, 8, 28),  S(36, 3, 28, 6),   S(62, 6, 62, 4),
                                       S(70, 26, 78, 26), S(58, 54, 60, 56), S(38, 82, 34, 84),
                                       S(18, 96, 12, 97), S(4, 88, 2, 84),   S(16, 78, 14, 72),
                                       S(46, 88, 42, 84), S(70, 97, 72, 96), S(94, 90, 100, 88)};
static const ink__knot two_rounded[] = {D(14, 18, 10, 20), S(40, 2, 36, 2),   S(66, 12, 72, 16),
                                        S(64, 38, 62, 44), S(38, 72, 32, 74), S(16, 92, 8, 92),
                                        S(28, 98, 24, 98), S(58, 94, 60, 94), S(90, 92, 96, 96)};

static const ink__knot three_round[] = {D(14, 14, 10, 20), S(36, 2, 34, 2),   S(64, 6, 66, 6),
                                        S(70, 24, 70, 28), S(56, 42, 52, 42), C(34, 48, 30, 46),
                                        S(62, 54, 58, 50), S(78, 74, 82, 70), S(64, 92, 66, 94),
                                        S(36, 98, 32, 99), S(8, 88, 2, 84)};
static const ink__knot three_flat[] = {
    D(12, 8, 8, 4),    S(44, 5, 40, 4),   C(74, 4, 80, 4),   S(56, 24, 58, 22), C(38, 42, 34, 38),
    S(64, 46, 66, 46), S(80, 68, 80, 68), S(62, 92, 60, 94), S(34, 98, 32, 98), S(6, 88, 4, 86)};
static const ink__knot three_looped[] = {D(16, 12, 10, 16), S(40, 2, 38, 2),   S(68, 12, 66, 10),
                                         S(62, 34, 60, 36), S(40, 50, 38, 50), S(32, 46, 26, 44),
                                         S(42, 42, 38, 40), S(66, 52, 66, 52), S(76, 74, 76, 74),
                                         S(54, 96, 52, 96), S(10, 92, 4, 88)};

static const ink__knot four_open[] = {D(22, 8, 12, 6),   S(14, 32, 8, 30),  C(10, 54, 6, 56),
                                      S(46, 54, 46, 54), S(88, 48, 92, 52), D(70, 2, 78, 4),
                                      S(64, 50, 70, 50), S(60, 98, 66, 98)};
static const ink__knot four_bowl[] = {D(18, 4, 12, 6),   S(10, 30, 8, 36),  S(24, 50, 26, 54),
                                      S(52, 46, 56, 48), C(76, 34, 80, 30), D(78, 2, 84, 4),
                                      S(72, 46, 76, 46), S(62, 98, 66, 98)};
static const ink__knot four_closed[] = {D(62, 2, 70, 2),   S(34, 34, 36, 34), C(8, 64, 4, 62),
                                        S(46, 64, 46, 62), S(90, 62, 96, 60), D(62, 2, 70, 2),
                                        S(62, 50, 66, 50), S(60, 98, 62, 98)};
static const ink__knot four_one_stroke[] = {D(22, 6, 14, 6),   S(14, 34, 8, 34), S(24, 54, 20, 52),
                                            S(52, 48, 54, 44), C(72, 10, 78, 4), S(66, 54, 70, 54),
                                            S(60, 98, 64, 98)};

static const ink__knot five_two_strokes[] = {
    D(26, 6, 20, 4),   C(20, 44, 14, 44), S(42, 38, 44, 40), S(70, 54, 74, 58), S(68, 82, 70, 84),
    S(40, 98, 40, 98), S(6, 90, 2, 88),   D(26, 6, 20, 6),   S(54, 4, 54, 4),   S(82, 2, 92, 2)};
static const ink__knot five_one_stroke[] = {D(84, 4, 88, 2),   S(56, 5, 56, 4),   C(28, 8, 26, 4),
                                            C(20, 44, 16, 44), S(46, 40, 46, 38), S(72, 56, 74, 56),
                                            S(66, 84, 70, 84), S(38, 98, 38, 98), S(6, 90, 2, 86)};
static const ink__knot five_curved[] = {D(86, 6, 84, 2),   S(54, 6, 48, 4),   S(30, 20, 24, 18),
                                        S(34, 40, 32, 38), S(60, 54, 58, 50), S(72, 74, 70, 70),
                                        S(52, 96, 50, 96), S(22, 96, 16, 98), S(4, 84, 2, 90)};

static const ink__knot six_closed[] = {D(62, 2, 70, 4),   S(32, 30, 32, 28), S(12, 66, 8, 62),
                                       S(22, 94, 20, 92), S(50, 96, 56, 97), S(68, 76, 76, 76),
                                       S(54, 58, 58, 54), S(30, 66, 30, 64), S(18, 84, 16, 84)};
static const ink__knot six_open[] = {D(50, 2, 74, 6),   S(24, 34, 26, 26), S(10, 70, 8, 60),
                                     S(26, 96, 24, 94), S(56, 94, 60, 95), S(68, 72, 74, 72),
                                     S(50, 60, 54, 54), S(28, 70, 32, 62)};

static const ink__knot seven_plain[] = {D(6, 8, 4, 10), S(44, 8, 42, 6), C(82, 6, 84, 4),
                                        S(58, 46, 60, 46), S(36, 98, 40, 98)};
static const ink__knot seven_crossed[] = {D(8, 8, 4, 10),    S(44, 8, 44, 6),   C(84, 6, 86, 4),
                                          S(58, 48, 60, 46), S(36, 98, 42, 98), D(24, 52, 28, 48),
                                          S(52, 50, 56, 48), S(82, 48, 88, 46)};
static const ink__knot seven_serif[] = {D(4, 28, 8, 18), C(8, 8, 10, 6),    S(44, 8, 44, 6),
                                        C(84, 6, 86, 6), S(58, 48, 62, 48), S(38, 98, 46, 98)};
static const ink__knot seven_curved[] = {D(6, 18, 4, 10),   S(30, 6, 30, 4),   S(66, 10, 66, 4),
                                         S(78, 22, 82, 14), S(60, 56, 62, 50), S(40, 98, 46, 98)};

static const ink__knot eight_one_stroke[] = {
    D(70, 14, 76, 18), S(48, 2, 48, 2),   S(22, 18, 18, 20), S(38, 42, 38, 42),
    S(64, 62, 68, 62), S(66, 88, 70, 88), S(40, 98, 38, 98), S(18, 80, 12, 80),
    S(38, 56, 36, 56), S(64, 34, 68, 32), S(70, 12, 72, 10)};
static const ink__knot eight_from_right[] = {
    D(74, 8, 68, 6),   S(44, 4, 40, 4),   S(22, 22, 20, 24), S(44, 48, 42, 46), S(66, 72, 66, 70),
    S(46, 98, 44, 98), S(20, 80, 20, 82), S(40, 52, 42, 54), S(62, 30, 64, 30), S(80, 4, 78, 10)};
static const ink__knot eight_circles[] = {
    D(46, 2, 50, 2),   S(26, 12, 22, 14), S(28, 34, 26, 36), S(48, 44, 50, 44), S(66, 32, 70, 34),
    S(66, 12, 68, 12), S(44, 2, 46, 2),   D(46, 44, 50, 46), S(20, 58, 18, 58), S(20, 86, 16, 86),
    S(46, 98, 46, 98), S(70, 84, 74, 84), S(68, 56, 72, 58), S(44, 44, 48, 44)};

static const ink__knot nine_straight[] = {D(72, 12, 76, 16), S(48, 2, 46, 3),   S(20, 20, 14, 24),
                                          S(30, 44, 28, 48), S(56, 36, 58, 38), C(74, 10, 78, 8),
                                          S(68, 54, 72, 54), S(60, 98, 68, 98)};
static const ink__knot nine_curved[] = {D(70, 10, 74, 14), S(46, 2, 44, 2),   S(20, 22, 16, 22),
                                        S(36, 44, 34, 46), S(66, 28, 68, 32), S(74, 14, 76, 14),
                                        S(74, 56, 78, 56), S(58, 92, 62, 92), S(24, 96, 16, 92)};
static const ink__knot nine_flowing[] = {D(66, 22, 70, 26), S(58, 6, 60, 6),   S(34, 6, 32, 4),
                                         S(16, 28, 12, 26), S(32, 44, 30, 46), S(60, 30, 64, 32),
                                         S(70, 22, 74, 20), S(66, 58, 70, 58), S(52, 98, 56, 98)};

static const ink__knot two_curled[] = {D(30, 34, 34, 40), S(12, 30, 8, 28),  S(24, 6, 22, 4),
                                       S(58, 2, 58, 4),   S(74, 26, 78, 24), S(56, 60, 54, 62),
                                       S(26, 92, 22, 94), S(8, 92, 4, 90),   S(22, 82, 20, 80),
                                       S(50, 92, 50, 94), S(84, 94, 92, 88)};
static const ink__knot two_swept[] = {
    D(20, 16, 16, 22), S(44, 2, 40, 2),   S(66, 14, 68, 18), S(62, 44, 64, 48), S(44, 84, 42, 82),
    S(20, 98, 18, 98), S(-4, 88, -8, 84), S(10, 68, 6, 66),  S(44, 80, 40, 78), S(90, 98, 96, 92)};
static const ink__knot two_low[] = {D(8, 20, 2, 30),   S(34, 4, 26, 8),    S(62, 4, 60, 4),
                                    S(70, 24, 78, 24), S(50, 60, 52, 64),  C(18, 90, 10, 94),
                                    S(40, 92, 40, 98), S(66, 100, 80, 104)};
static const ink__knot five_flag[] = {D(98, 2, 106, -4), S(70, 4, 72, 0),   C(38, 10, 38, 8),
                                      C(26, 46, 22, 42), S(44, 42, 46, 44), S(56, 60, 58, 64),
                                      S(46, 86, 48, 88), S(22, 98, 20, 98), S(0, 92, -6, 86)};
static const ink__knot five_round[] = {
    D(76, 4, 84, 2),   S(50, 6, 54, 2),   C(24, 8, 24, 4),   C(18, 42, 14, 46), S(44, 36, 44, 34),
    S(76, 50, 82, 56), S(74, 82, 80, 84), S(44, 98, 46, 99), S(14, 92, 10, 92), S(2, 76, 0, 72)};
static const ink__knot six_stem[] = {D(34, 0, 14, 0),   S(20, 46, 8, 44),  S(14, 82, 8, 76),
                                     S(28, 98, 30, 98), S(62, 90, 74, 90), S(72, 70, 86, 66),
                                     S(52, 60, 60, 50), S(28, 74, 30, 66), S(14, 90, 14, 84)};
static const ink__knot six_small[] = {D(56, 0, 70, 0),   S(34, 34, 38, 34), S(14, 74, 14, 72),
                                      S(22, 97, 22, 96), S(44, 90, 50, 88), S(48, 72, 56, 68),
                                      S(34, 70, 40, 66), S(20, 84, 22, 82)};
static const ink__knot six_high[] = {D(30, 2, 44, 4),   S(12, 34, 14, 34), S(4, 70, 4, 66),
                                     S(22, 96, 22, 94), S(58, 96, 62, 94), S(84, 74, 88, 66),
                                     S(80, 50, 78, 40), S(54, 50, 48, 46), S(28, 72, 24, 72)};
static const ink__knot nine_small[] = {D(60, 12, 66, 14), S(46, 0, 46, 2),   S(26, 14, 24, 18),
                                       S(34, 34, 34, 36), S(54, 26, 56, 28), C(66, 8, 68, 10),
                                       S(58, 54, 60, 50), S(46, 98, 42, 98)};
static const ink__knot nine_open[] = {D(56, 4, 64, 0),   S(30, 8, 34, 6),   S(12, 28, 8, 30),
                                      S(22, 46, 22, 50), S(50, 40, 54, 40), C(74, 16, 78, 8),
                                      S(70, 52, 72, 54), S(66, 98, 66, 98)};
static const ink__knot nine_wide[] = {D(76, 14, 84, 20), S(48, 0, 46, 0),   S(10, 18, -2, 20),
                                      S(10, 44, 2, 46),  S(46, 46, 46, 46), S(76, 24, 84, 22),
                                      S(82, 54, 88, 58), S(82, 98, 84, 98)};
static const ink__knot nine_hooked[] = {
    D(70, 12, 72, 8), S(44, 2, 40, 4),   S(20, 24, 14, 26), S(34, 46, 32, 48), S(64, 34, 66, 30),
    C(74, 8, 74, 4),  S(74, 48, 76, 54), S(66, 84, 66, 88), S(44, 98, 40, 98), S(22, 92, 14, 88)};
static const ink__knot four_low_stem[] = {D(42, 0, 28, 0),   S(22, 30, 16, 26), C(4, 60, 4, 56),
                                          S(44, 60, 44, 58), S(90, 54, 94, 52), D(66, 26, 74, 32),
                                          S(60, 62, 66, 64), S(52, 98, 56, 98)};
static const ink__knot eight_open[] = {
    D(84, 2, 80, 8),   S(58, 32, 56, 36), S(26, 66, 22, 66), S(24, 92, 20, 92), S(48, 96, 50, 96),
    S(60, 78, 62, 76), S(46, 54, 44, 54), S(24, 30, 20, 30), S(30, 8, 28, 6),   S(52, 4, 56, 2)};

/* clang-format off */
#define JITTERED(knots, weight, jitter) {knots, sizeof knots / sizeof *knots, weight, jitter}
/* clang-format on */
#define STYLE(knots, weight) JITTERED(knots, weight, 60)
static const ink__style zero[] = {JITTERED(zero_oval, 5, 35), JITTERED(zero_from_left, 4, 35)};
static const ink__style one[] = {STYLE(one_plain, 16), STYLE(one_hooked, 2), STYLE(one_based, 1)};
static const ink__style two[] = {STYLE(two_plain, 4),  STYLE(two_looped, 5), STYLE(two_rounded, 3),
                                 STYLE(two_curled, 2), STYLE(two_swept, 2),  STYLE(two_low, 2)};
static const ink__style three[] = {STYLE(three_round, 6), STYLE(three_flat, 2),
                                   STYLE(three_looped, 3)};
static const ink__style four[] = {STYLE(four_open, 5), STYLE(four_bowl, 5), STYLE(four_closed, 2),
                                  STYLE(four_one_stroke, 3), STYLE(four_low_stem, 2)};
static const ink__style five[] = {STYLE(five_two_strokes, 5), STYLE(five_one_stroke, 4),
                                  STYLE(five_curved, 3), STYLE(five_flag, 3), STYLE(five_round, 2)};
static const ink__style six[] = {STYLE(six_closed, 5), STYLE(six_open, 4), STYLE(six_stem, 3),
                                 STYLE(six_small, 2), STYLE(six_high, 2)};
static const ink__style seven[] = {STYLE(seven_plain, 6), STYLE(seven_crossed, 2),
                                   STYLE(seven_serif, 2), STYLE(seven_curved, 4)};
static const ink__style eight[] = {STYLE(eight_one_stroke, 4), STYLE(eight_from_right, 4),
                                   STYLE(eight_circles, 2), STYLE(eight_open, 2)};
static const ink__style nine[] = {
    STYLE(nine_straight, 5), STYLE(nine_curved, 3), STYLE(nine_flowing, 4), STYLE(nine_small, 3),
    STYLE(nine_open, 2),     STYLE(nine_wide, 2),   STYLE(nine_hooked, 2)};

#define LIST(styles) \
    { styles, sizeof styles / sizeof *styles }
const ink__style_list ink__digit_styles[10] = {LIST(zero),  LIST(one),  LIST(two), LIST(three),
                                               LIST(four),  LIST(five), LIST(six), LIST(seven),
                                               LIST(eight), LIST(nine)};
