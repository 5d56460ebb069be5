#include "data/synthetic_skeletons.h"

#define D(x, y, u, v) \
    { INK__PEN_DOWN, x, y, u, v }
#define S(x, y, u, v) \
    { INK__PEN_SMOOTH, x, y, u, v }
#define C(x, y, u, v) \
    { INK__PEN_CORNER, x, y, u, v }

static const ink__knot zero_oval[] = {
    D(61, 8, 50, 2),   S(34, 3, 29, 8),   S(9, 25, 3, 28),    S(5, 58, -1, 60),  S(20, 90, 18, 90),
    S(45, 98, 50, 98), S(68, 82, 89, 82), S(74, 45, 102, 50), S(68, 14, 81, 14), S(55, 4, 37, 2),
};
static const ink__knot zero_from_left[] = {
    D(29, 12, 40, 2),  S(9, 35, 7, 20),   S(7, 66, 1, 60),  S(24, 94, 22, 92), S(50, 96, 61, 96),
    S(72, 70, 91, 76), S(74, 34, 96, 40), S(53, 6, 72, 10), S(33, 4, 35, 6),   S(22, 20, 16, 18),
};

static const ink__knot one_plain[] = {D(50, 0, 50, 0), S(48, 50, 54, 50), S(50, 100, 50, 100)};
static const ink__knot one_hooked[] = {D(20, 30, 36, 14), S(36, 16, 44, 8), C(50, 0, 50, 0),
                                       S(50, 50, 50, 50), S(50, 100, 50, 100)};
static const ink__knot one_based[] = {D(26, 26, 32, 18), S(38, 14, 40, 10), C(52, 0, 50, 0),
                                      S(50, 50, 50, 50), S(50, 98, 50, 98), D(24, 98, 10, 100),
                                      S(50, 98, 50, 98), S(76, 97, 90, 96)};

static const ink__knot two_plain[] = {D(9, 22, 2, 26),   S(31, 4, 24, 6),   S(62, 4, 62, 2),
                                      S(77, 22, 86, 26), S(64, 50, 70, 54), S(35, 78, 40, 80),
                                      C(6, 97, 0, 96),   S(46, 93, 46, 96), S(97, 96, 103, 92)};
static const ink__knot two_looped[] = {D(13, 20, 4, 28),  S(35, 3, 26, 6),   S(64, 6, 64, 4),
                                       S(72, 26, 81, 26), S(59, 54, 62, 56), S(37, 82, 33, 84),
                                       S(15, 96, 9, 97),  S(0, 88, -2, 84),  S(13, 78, 11, 72),
                                       S(46, 88, 42, 84), S(72, 97, 75, 96), S(99, 90, 106, 88)};
static const ink__knot two_rounded[] = {D(11, 18, 6, 20),  S(40, 2, 35, 2),   S(68, 12, 75, 16),
                                        S(66, 38, 64, 44), S(37, 72, 31, 74), S(13, 92, 4, 92),
                                        S(26, 98, 22, 98), S(59, 94, 62, 94), S(94, 92, 101, 96)};

static const ink__knot three_round[] = {D(17, 14, 14, 20), S(37, 2, 35, 2),   S(62, 6, 64, 6),
                                        S(68, 24, 68, 28), S(55, 42, 51, 42), C(35, 48, 32, 46),
                                        S(60, 54, 57, 50), S(75, 74, 78, 70), S(62, 92, 64, 94),
                                        S(37, 98, 33, 99), S(12, 88, 6, 84)};
static const ink__knot three_flat[] = {
    D(15, 8, 12, 4),   S(44, 5, 40, 4),   C(71, 4, 76, 4),   S(55, 24, 57, 22), C(39, 42, 35, 38),
    S(62, 46, 64, 46), S(76, 68, 76, 68), S(60, 92, 58, 94), S(35, 98, 33, 98), S(10, 88, 8, 86)};
static const ink__knot three_looped[] = {D(19, 12, 14, 16), S(40, 2, 39, 2),   S(66, 12, 64, 10),
                                         S(60, 34, 58, 36), S(40, 50, 39, 50), S(33, 46, 28, 44),
                                         S(42, 42, 39, 40), S(64, 52, 64, 52), S(73, 74, 73, 74),
                                         S(53, 96, 51, 96), S(14, 92, 8, 88)};

static const ink__knot four_open[] = {D(24, 8, 15, 6),   S(17, 32, 12, 30), C(14, 54, 10, 56),
                                      S(46, 54, 46, 54), S(84, 48, 87, 52), D(68, 2, 75, 4),
                                      S(62, 50, 68, 50), S(58, 98, 64, 98)};
static const ink__knot four_bowl[] = {D(21, 4, 15, 6),   S(14, 30, 12, 36), S(26, 50, 28, 54),
                                      S(51, 46, 55, 48), C(73, 34, 76, 30), D(75, 2, 80, 4),
                                      S(69, 46, 73, 46), S(60, 98, 64, 98)};
static const ink__knot four_closed[] = {D(60, 2, 68, 2),   S(35, 34, 37, 34), C(12, 64, 8, 62),
                                        S(46, 64, 46, 62), S(86, 62, 91, 60), D(60, 2, 68, 2),
                                        S(60, 50, 64, 50), S(58, 98, 60, 98)};
static const ink__knot four_one_stroke[] = {D(24, 6, 17, 6),   S(17, 34, 12, 34), S(26, 54, 22, 52),
                                            S(51, 48, 53, 44), C(69, 10, 75, 4),  S(64, 54, 68, 54),
                                            S(58, 98, 62, 98)};

static const ink__knot five_two_strokes[] = {
    D(25, 6, 19, 4),   C(19, 44, 12, 44), S(42, 38, 44, 40), S(71, 54, 75, 58), S(69, 82, 71, 84),
    S(40, 98, 40, 98), S(4, 90, 0, 88),   D(25, 6, 19, 6),   S(54, 4, 54, 4),   S(84, 2, 94, 2)};
static const ink__knot five_one_stroke[] = {D(86, 4, 90, 2),   S(57, 5, 57, 4),   C(27, 8, 25, 4),
                                            C(19, 44, 15, 44), S(46, 40, 46, 38), S(73, 56, 75, 56),
                                            S(67, 84, 71, 84), S(38, 98, 38, 98), S(4, 90, 0, 86)};
static const ink__knot five_curved[] = {D(88, 6, 86, 2),   S(54, 6, 48, 4),   S(29, 20, 23, 18),
                                        S(33, 40, 31, 38), S(61, 54, 59, 50), S(73, 74, 71, 70),
                                        S(52, 96, 50, 96), S(21, 96, 15, 98), S(2, 84, 0, 90)};

static const ink__knot six_closed[] = {D(61, 2, 68, 4),   S(33, 30, 33, 28), S(14, 66, 11, 62),
                                       S(24, 94, 22, 92), S(50, 96, 55, 97), S(66, 76, 74, 76),
                                       S(53, 58, 57, 54), S(31, 66, 31, 64), S(20, 84, 18, 84)};
static const ink__knot six_open[] = {D(50, 2, 72, 6),   S(25, 34, 27, 26), S(12, 70, 11, 60),
                                     S(27, 96, 25, 94), S(55, 94, 59, 95), S(66, 72, 72, 72),
                                     S(50, 60, 53, 54), S(29, 70, 33, 62)};

static const ink__knot seven_plain[] = {D(8, 8, 6, 10), S(44, 8, 42, 6), C(80, 6, 82, 4),
                                        S(57, 46, 59, 46), S(37, 98, 40, 98)};
static const ink__knot seven_crossed[] = {D(10, 8, 6, 10),   S(44, 8, 44, 6),   C(82, 6, 84, 4),
                                          S(57, 48, 59, 46), S(37, 98, 42, 98), D(25, 52, 29, 48),
                                          S(52, 50, 55, 48), S(80, 48, 85, 46)};
static const ink__knot seven_serif[] = {D(6, 28, 10, 18), C(10, 8, 12, 6),   S(44, 8, 44, 6),
                                        C(82, 6, 84, 6),  S(57, 48, 61, 48), S(38, 98, 46, 98)};
static const ink__knot seven_curved[] = {D(8, 18, 6, 10),   S(31, 6, 31, 4),   S(65, 10, 65, 4),
                                         S(76, 22, 80, 14), S(59, 56, 61, 50), S(40, 98, 46, 98)};

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

static const ink__knot nine_straight[] = {D(69, 12, 72, 16), S(48, 2, 46, 3),   S(23, 20, 18, 24),
                                          S(32, 44, 30, 48), S(55, 36, 56, 38), C(71, 10, 74, 8),
                                          S(65, 54, 69, 54), S(58, 98, 65, 98)};
static const ink__knot nine_curved[] = {D(67, 10, 71, 14), S(46, 2, 44, 2),   S(23, 22, 19, 22),
                                        S(37, 44, 35, 46), S(63, 28, 65, 32), S(71, 14, 72, 14),
                                        S(71, 56, 74, 56), S(56, 92, 60, 92), S(27, 96, 19, 92)};
static const ink__knot nine_flowing[] = {D(63, 22, 67, 26), S(56, 6, 58, 6),   S(35, 6, 34, 4),
                                         S(19, 28, 16, 26), S(34, 44, 32, 46), S(58, 30, 62, 32),
                                         S(67, 22, 71, 20), S(63, 58, 67, 58), S(51, 98, 55, 98)};

static const ink__knot two_curled[] = {D(28, 34, 33, 40), S(9, 30, 4, 28),   S(22, 6, 20, 4),
                                       S(59, 2, 59, 4),   S(77, 26, 81, 24), S(57, 60, 55, 62),
                                       S(24, 92, 20, 94), S(4, 92, 0, 90),   S(20, 82, 17, 80),
                                       S(50, 92, 50, 94), S(88, 94, 97, 88)};
static const ink__knot two_swept[] = {D(17, 16, 13, 22),  S(44, 2, 40, 2),   S(68, 14, 70, 18),
                                      S(64, 44, 66, 48),  S(44, 84, 42, 82), S(17, 98, 15, 98),
                                      S(-9, 88, -13, 84), S(6, 68, 2, 66),   S(44, 80, 40, 78),
                                      S(94, 98, 101, 92)};
static const ink__knot two_low[] = {D(4, 20, -2, 30),  S(33, 4, 24, 8),    S(64, 4, 62, 4),
                                    S(72, 24, 81, 24), S(50, 60, 53, 64),  C(15, 90, 6, 94),
                                    S(40, 92, 40, 98), S(68, 100, 84, 104)};
static const ink__knot five_flag[] = {D(101, 2, 109, -4), S(71, 4, 73, 0),   C(38, 10, 38, 8),
                                      C(25, 46, 21, 42),  S(44, 42, 46, 44), S(57, 60, 59, 64),
                                      S(46, 86, 48, 88),  S(21, 98, 19, 98), S(-2, 92, -9, 86)};
static const ink__knot five_round[] = {
    D(78, 4, 86, 2),   S(50, 6, 54, 2),   C(23, 8, 23, 4),   C(17, 42, 12, 46), S(44, 36, 44, 34),
    S(78, 50, 84, 56), S(75, 82, 82, 84), S(44, 98, 46, 99), S(12, 92, 8, 92),  S(0, 76, -2, 72)};
static const ink__knot six_stem[] = {D(35, 0, 16, 0),   S(22, 46, 11, 44), S(16, 82, 11, 76),
                                     S(29, 98, 31, 98), S(61, 90, 72, 90), S(70, 70, 83, 66),
                                     S(52, 60, 59, 50), S(29, 74, 31, 66), S(16, 90, 16, 84)};
static const ink__knot six_small[] = {D(55, 0, 68, 0),   S(35, 34, 38, 34), S(16, 74, 16, 72),
                                      S(24, 97, 24, 96), S(44, 90, 50, 88), S(48, 72, 55, 68),
                                      S(35, 70, 40, 66), S(22, 84, 24, 82)};
static const ink__knot six_high[] = {D(31, 2, 44, 4),   S(14, 34, 16, 34), S(7, 70, 7, 66),
                                     S(24, 96, 24, 94), S(57, 96, 61, 94), S(81, 74, 85, 66),
                                     S(78, 50, 76, 40), S(53, 50, 48, 46), S(29, 72, 25, 72)};
static const ink__knot nine_small[] = {D(58, 12, 63, 14), S(46, 0, 46, 2),   S(28, 14, 27, 18),
                                       S(35, 34, 35, 36), S(53, 26, 55, 28), C(63, 8, 65, 10),
                                       S(56, 54, 58, 50), S(46, 98, 42, 98)};
static const ink__knot nine_open[] = {D(55, 4, 62, 0),   S(32, 8, 35, 6),   S(16, 28, 12, 30),
                                      S(25, 46, 25, 50), S(49, 40, 53, 40), C(71, 16, 74, 8),
                                      S(67, 52, 69, 54), S(63, 98, 63, 98)};
static const ink__knot nine_wide[] = {D(72, 14, 79, 20), S(48, 0, 46, 0),   S(14, 18, 4, 20),
                                      S(14, 44, 7, 46),  S(46, 46, 46, 46), S(72, 24, 79, 22),
                                      S(78, 54, 83, 58), S(78, 98, 79, 98)};
static const ink__knot nine_hooked[] = {
    D(67, 12, 69, 8), S(44, 2, 41, 4),   S(23, 24, 18, 26), S(35, 46, 34, 48), S(62, 34, 63, 30),
    C(71, 8, 71, 4),  S(71, 48, 72, 54), S(63, 84, 63, 88), S(44, 98, 41, 98), S(25, 92, 18, 88)};
static const ink__knot four_low_stem[] = {D(42, 0, 30, 0),   S(24, 30, 19, 26), C(8, 60, 8, 56),
                                          S(44, 60, 44, 58), S(86, 54, 89, 52), D(64, 26, 71, 32),
                                          S(58, 62, 64, 64), S(51, 98, 55, 98)};
static const ink__knot eight_open[] = {
    D(84, 2, 80, 8),   S(58, 32, 56, 36), S(26, 66, 22, 66), S(24, 92, 20, 92), S(48, 96, 50, 96),
    S(60, 78, 62, 76), S(46, 54, 44, 54), S(24, 30, 20, 30), S(30, 8, 28, 6),   S(52, 4, 56, 2)};

static const ink__knot zero_inner[] = {
    D(63, 28, 72, 20), S(50, 10, 57, 4),  S(29, 6, 33, 2),   S(5, 36, 5, 34),   S(5, 72, 3, 66),
    S(29, 98, 29, 98), S(63, 90, 68, 90), S(87, 54, 96, 50), S(74, 18, 81, 14), S(48, 6, 48, 2)};
static const ink__knot zero_tail[] = {
    D(50, 6, 44, 4),   S(20, 14, 18, 12), S(1, 46, 1, 44), S(12, 88, 12, 86), S(44, 98, 44, 98),
    S(78, 76, 85, 76), S(83, 36, 91, 36), S(61, 6, 68, 6), S(42, 8, 44, 4),   S(40, 30, 33, 24)};
static const ink__knot two_wide_loop[] = {
    D(6, 22, 0, 30),   S(28, 4, 24, 6),   S(62, 4, 66, 4),   S(79, 28, 84, 30),
    S(68, 60, 72, 58), S(40, 88, 44, 88), S(11, 98, 9, 98),  S(-5, 84, -9, 82),
    S(13, 68, 11, 66), S(46, 80, 46, 78), S(75, 96, 72, 98), S(103, 86, 110, 92)};
static const ink__knot three_hooked[] = {
    D(24, 26, 17, 30), S(26, 8, 21, 8),   S(50, 0, 50, 2),   S(66, 16, 68, 18), S(57, 38, 55, 40),
    C(39, 46, 35, 48), S(60, 54, 62, 56), S(69, 78, 73, 76), S(51, 96, 50, 98), S(24, 92, 19, 94)};
static const ink__knot three_swept[] = {D(19, 10, 10, 12), S(40, 2, 40, 2),   S(64, 10, 68, 8),
                                        S(57, 30, 60, 28), C(35, 46, 40, 42), S(57, 56, 62, 54),
                                        S(57, 76, 62, 76), S(37, 92, 39, 94), S(8, 102, 12, 98)};
static const ink__knot five_hooked[] = {D(86, 0, 92, 2),   S(63, 4, 65, 6),   C(40, 8, 40, 8),
                                        C(29, 46, 25, 44), S(50, 50, 48, 48), S(59, 68, 61, 70),
                                        S(46, 90, 50, 90), S(25, 98, 29, 98)};
static const ink__knot five_curled[] = {
    D(82, 4, 88, 2),   S(54, 6, 57, 4),   C(27, 10, 29, 6),   C(17, 48, 21, 46), S(44, 40, 48, 40),
    S(71, 56, 73, 58), S(67, 84, 67, 86), S(38, 100, 36, 98), S(10, 86, 8, 80),  S(19, 70, 17, 64)};
static const ink__knot seven_dropped[] = {D(8, 44, 16, 36), C(10, 8, 16, 6),   S(40, 6, 44, 6),
                                          C(78, 6, 80, 8),  S(63, 50, 65, 50), S(52, 98, 55, 98)};
static const ink__knot seven_narrow[] = {D(22, 12, 27, 8), S(40, 6, 44, 4), C(68, 6, 67, 4),
                                         S(59, 50, 57, 50), S(50, 98, 46, 98)};
static const ink__knot eight_forked[] = {D(18, 6, 24, 2),   S(22, 28, 26, 28), S(46, 50, 48, 52),
                                         S(62, 74, 64, 74), S(48, 98, 46, 98), S(26, 88, 24, 86),
                                         S(34, 62, 34, 60), S(60, 34, 62, 32), S(78, 6, 80, 2)};
static const ink__knot nine_flat[] = {D(76, 18, 81, 10), S(55, 4, 53, 2),   S(23, 16, 16, 14),
                                      S(19, 38, 14, 36), S(44, 46, 41, 46), S(69, 30, 71, 26),
                                      C(78, 10, 79, 6),  S(63, 56, 62, 54), S(44, 98, 41, 98)};

static const ink__knot two_heavy[] = {D(14, 24, 8, 30),  S(24, 4, 20, 8),   S(54, 0, 56, 0),
                                      S(76, 20, 82, 24), S(74, 50, 80, 54), S(48, 78, 52, 80),
                                      S(16, 92, 16, 90), S(4, 80, 2, 76),   S(20, 66, 18, 62),
                                      S(52, 78, 50, 80), S(96, 92, 100, 96)};
static const ink__knot two_short[] = {D(16, 18, 12, 24), S(32, 4, 28, 6),   S(54, 2, 54, 2),
                                      S(64, 18, 66, 22), S(58, 50, 60, 54), S(46, 76, 48, 80),
                                      C(26, 94, 24, 98), S(44, 96, 48, 97), S(74, 98, 80, 96)};
static const ink__knot two_angular[] = {D(12, 14, 8, 8),   S(38, 4, 36, 4),   S(68, 8, 70, 6),
                                        S(66, 26, 68, 24), S(40, 62, 40, 60), C(10, 96, 8, 94),
                                        S(46, 94, 46, 94), S(86, 96, 92, 92)};
static const ink__knot three_notched[] = {D(14, 12, 10, 10), S(44, 2, 44, 2),   S(70, 12, 70, 14),
                                          S(60, 36, 58, 38), C(22, 52, 18, 50), S(56, 50, 56, 52),
                                          S(72, 70, 74, 72), S(50, 94, 52, 94), S(8, 94, 6, 92)};
static const ink__knot eight_top_heavy[] = {
    D(78, 10, 84, 14), S(48, 0, 46, 0),   S(12, 20, 8, 22),  S(36, 52, 40, 56), S(58, 76, 60, 78),
    S(46, 98, 44, 98), S(28, 82, 28, 80), S(46, 56, 48, 56), S(74, 30, 80, 32), S(74, 10, 78, 12)};
static const ink__knot eight_bottom_heavy[] = {
    D(60, 10, 62, 8),  S(44, 0, 44, 2),   S(28, 14, 26, 16), S(44, 36, 44, 38),
    S(76, 66, 80, 66), S(64, 94, 64, 96), S(28, 98, 26, 97), S(10, 76, 8, 72),
    S(36, 48, 38, 46), S(58, 24, 60, 24), S(58, 8, 64, 2)};

/* clang-format off */
#define JITTERED(knots, weight, jitter) {knots, sizeof knots / sizeof *knots, weight, jitter}
/* clang-format on */
#define STYLE(knots, weight) JITTERED(knots, weight, 60)
static const ink__style zero[] = {JITTERED(zero_oval, 5, 35), JITTERED(zero_from_left, 4, 35),
                                  JITTERED(zero_inner, 2, 35), JITTERED(zero_tail, 2, 35)};
static const ink__style one[] = {STYLE(one_plain, 16), STYLE(one_hooked, 2), STYLE(one_based, 1)};
static const ink__style two[] = {
    STYLE(two_plain, 4), STYLE(two_looped, 5), STYLE(two_rounded, 3),   STYLE(two_curled, 2),
    STYLE(two_swept, 2), STYLE(two_low, 2),    STYLE(two_wide_loop, 3), STYLE(two_heavy, 3),
    STYLE(two_short, 3), STYLE(two_angular, 2)};
static const ink__style three[] = {STYLE(three_round, 6),  STYLE(three_flat, 2),
                                   STYLE(three_looped, 3), STYLE(three_hooked, 2),
                                   STYLE(three_swept, 3),  STYLE(three_notched, 2)};
static const ink__style four[] = {STYLE(four_open, 5), STYLE(four_bowl, 5), STYLE(four_closed, 4),
                                  STYLE(four_one_stroke, 3), STYLE(four_low_stem, 2)};
static const ink__style five[] = {STYLE(five_two_strokes, 5), STYLE(five_one_stroke, 4),
                                  STYLE(five_curved, 3),      STYLE(five_flag, 3),
                                  STYLE(five_round, 2),       STYLE(five_hooked, 2),
                                  STYLE(five_curled, 2)};
static const ink__style six[] = {STYLE(six_closed, 5), STYLE(six_open, 4), STYLE(six_stem, 3),
                                 STYLE(six_small, 2), STYLE(six_high, 2)};
static const ink__style seven[] = {STYLE(seven_plain, 6),   STYLE(seven_crossed, 4),
                                   STYLE(seven_serif, 2),   STYLE(seven_curved, 4),
                                   STYLE(seven_dropped, 2), STYLE(seven_narrow, 2)};
static const ink__style eight[] = {STYLE(eight_one_stroke, 4),  STYLE(eight_from_right, 4),
                                   STYLE(eight_circles, 2),     STYLE(eight_open, 2),
                                   STYLE(eight_forked, 2),      STYLE(eight_top_heavy, 2),
                                   STYLE(eight_bottom_heavy, 2)};
static const ink__style nine[] = {
    STYLE(nine_straight, 5), STYLE(nine_curved, 3), STYLE(nine_flowing, 4), STYLE(nine_small, 3),
    STYLE(nine_open, 2),     STYLE(nine_wide, 2),   STYLE(nine_hooked, 2),  STYLE(nine_flat, 2)};

#define LIST(styles) \
    { styles, sizeof styles / sizeof *styles }
const ink__style_list ink__digit_styles[10] = {LIST(zero),  LIST(one),  LIST(two), LIST(three),
                                               LIST(four),  LIST(five), LIST(six), LIST(seven),
                                               LIST(eight), LIST(nine)};
