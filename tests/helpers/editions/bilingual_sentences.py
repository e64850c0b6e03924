"""Sentences of a school plan in both languages, to tell one from the other."""

# English, Spanish. Long and short ones, headlines, names inside, numbers, lists.
PAIRS = [
    (
        "Every classroom will have a library of books in its children's languages.",
        "Cada salón tendrá una biblioteca con libros en los idiomas de sus niños.",
    ),
    ("Strong Relationships", "Relaciones sólidas"),
    ("Accessible Information", "Información accesible"),
    ("Healthy Meals for All", "Comidas saludables para todos"),
    ("Safe Routes to School", "Rutas seguras a la escuela"),
    ("Early Childhood Education", "Educación de la primera infancia"),
    ("Third-grade reading scores", "Calificaciones de lectura en tercer grado"),
    (
        "Number of counselors per 1,000 students",
        "Consejeros por cada 1,000 estudiantes",
    ),
    ("percent of ninth graders", "por ciento de los estudiantes de noveno"),
    ("at least 95% attendance", "al menos 95% de asistencia"),
    ("Hire more bilingual aides.", "Contratar a más asistentes bilingües."),
    ("Counted once a year, in October.", "Se cuenta una vez al año, en octubre."),
    ("Preliminary figure, not yet audited.", "Cifra preliminar, aún sin auditar."),
    ("The state changed its test.", "El estado cambió su examen."),
    (
        "Figures from the California Department of Education",
        "Cifras del Departamento de Educación de California",
    ),
    (
        "Visit https://example.org/help or call 213-555-0100.",
        "Visite https://example.org/ayuda o llame al 213-555-0100.",
    ),
    (
        "Ask the office at 333 South Beaudry Avenue, Los Angeles, CA 90017.",
        "Pregunte en la oficina: 333 South Beaudry Avenue, Los Angeles, CA 90017.",
    ),
    (
        "Students may take part in the Linked Learning and FAFSA workshops.",
        "Los estudiantes pueden participar en los talleres de Linked Learning y FAFSA.",
    ),
    (
        "- **Art** in every grade\n- **Music** after class",
        "- **Arte** en todos los grados\n- **Música** después de clases",
    ),
    (
        "Too many families told us that nobody answers the phone.",
        "Demasiadas familias nos dijeron que nadie contesta el teléfono.",
    ),
    (
        "We repair roofs, plant trees and paint fences.",
        "Reparamos techos, plantamos árboles y pintamos cercas.",
    ),
    (
        "Buses run late in winter, and children wait in the rain.",
        "Los autobuses se retrasan en invierno y los niños esperan bajo la lluvia.",
    ),
    ("Share of buses on time", "Proporción de autobuses puntuales"),
    ("Water fountains replaced", "Bebederos reemplazados"),
    ("Trees planted on campuses", "Árboles plantados en los planteles"),
    ("Parent volunteers", "Padres voluntarios"),
    ("Playgrounds with shade", "Patios con sombra"),
    ("Why does this matter to you?", "¿Por qué le importa esto a usted?"),
    (
        "A nurse in each building, five days a week.",
        "Una enfermera en cada edificio, cinco días a la semana.",
    ),
    (
        "Principals meet monthly with neighborhood leaders.",
        "Los directores se reúnen cada mes con líderes vecinales.",
    ),
    (
        "This target could not be measured because the survey was cancelled.",
        "Este objetivo no se pudo medir porque se canceló la encuesta.",
    ),
    (
        "It moved to priority 2B in 2025.",
        "Pasó a la prioridad 2B en 2025.",
    ),
    ("Mentors for new teachers", "Mentores para maestros nuevos"),
    ("Fewer suspensions, more listening", "Menos suspensiones, más diálogo"),
    ("Access to algebra", "Acceso al álgebra"),
    ("Graduation ceremonies held outdoors", "Ceremonias de graduación al aire libre"),
    (
        "Libraries stay open on Saturdays during exams.",
        "Las bibliotecas abren los sábados durante los exámenes.",
    ),
    (
        "Each counselor follows up within two days.",
        "Cada consejero responde en un plazo de dos días.",
    ),
    ("Homework help online", "Ayuda con la tarea en línea"),
    ("Spending per pupil, in dollars", "Gasto por alumno, en dólares"),
    (
        "A report card that a grandmother can read.",
        "Una boleta de calificaciones que una abuela pueda leer.",
    ),
    (
        "Interpreters at all public meetings",
        "Intérpretes en todas las reuniones públicas",
    ),
    ("Ready to Lead", "Listos para liderar"),
    ("Mental health days", "Días de salud mental"),
    ("Kindergarten enrollment", "Inscripción en kínder"),
    ("Band and choir members", "Integrantes de la banda y el coro"),
    ("Outdoor classrooms built", "Aulas al aire libre construidas"),
    (
        "Our buildings need new roofs before the next storm.",
        "Nuestros edificios necesitan techos nuevos antes de la próxima tormenta.",
    ),
    ("Chronic absence fell.", "Bajó el ausentismo crónico."),
    ("median score", "puntaje mediano"),
    ("Teacher turnover", "Rotación de maestros"),
    ("Clean air filters", "Filtros de aire limpio"),
    ("Grants awarded to small schools", "Subvenciones otorgadas a escuelas pequeñas"),
    (
        "Revised after the audit of June 2024.",
        "Revisado tras la auditoría de junio de 2024.",
    ),
    ("Not comparable with earlier years.", "No es comparable con años anteriores."),
    ("hours of tutoring", "horas de tutoría"),
    ("Diverse Workforce", "Personal diverso"),
    ("Sustainable Budgeting", "Presupuestos sostenibles"),
    ("Outstanding Attendance", "Asistencia sobresaliente"),
    (
        "Swimming lessons at the community pool",
        "Clases de natación en la alberca comunitaria",
    ),
    (
        "Immigrant families know their rights.",
        "Las familias inmigrantes conocen sus derechos.",
    ),
    ("Solar panels on rooftops", "Paneles solares en los techos"),
    ("Vision exams", "Exámenes de la vista"),
    ("Dropout rate", "Tasa de deserción"),
]

# The same in both languages, and right in both.
KEPT = [
    "Linked Learning",
    "FAFSA",
    "Schools for Advanced Studies",
    "Smarter Balanced",
    "iAttend",
    "LCAP",
    "Medi-Cal",
    "California State University",
    "+20%",
    "https://example.org/the-plan-of-the-school",
    "2025–26",
    "333 South Beaudry Avenue",
    "Equity Course Pathways",
    "Whole Child",
]
