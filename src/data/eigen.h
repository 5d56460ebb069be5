/* Eigenvalues and eigenvectors of a symmetric matrix, in double with + − × ÷ and
 * square roots only, so that bits are equal everywhere. */
#ifndef INK_DATA_EIGEN_H
#define INK_DATA_EIGEN_H

/* a(n,n), symmetric, becomes its eigenvectors, one a row, of length 1, the largest
 * eigenvalue's first; values(n) becomes the eigenvalues. In each vector the number of
 * largest magnitude, the first of equals, is positive. work: 2·n numbers. About 5·n³
 * multiplications: 2 s for 784×784. */
void ink_eigen_symmetric(int n, double *a, double *values, double *work);

#endif
