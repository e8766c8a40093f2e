"""The Saudi e-path (المسار الإلكتروني): what is asked of it and what it answers."""
